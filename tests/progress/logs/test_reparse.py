"""`python -m wellio reparse`: history follows a better parser, people's decisions do not."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from tests.foundation.accounts import Coach, Row
from tests.foundation.command import command
from tests.foundation.db import Db
from tests.foundation.pictures import picture
from tests.progress.logs.full_reading import write
from tests.progress.scripted_reader import ScriptedReader, both, calories, steps, weight
from tests.progress.worker_stack import WorkerStack
from wellio.__main__ import main
from wellio.ai.settings import AIMode
from wellio.progress.history.changes import Change, changes
from wellio.progress.history.log_history import History, PastEvent, PastLog
from wellio.progress.history.reparse import BATCH, Reread, preview, reparse
from wellio.progress.logs.media import SupabaseMediaStore
from wellio.progress.reading.formats import EventType
from wellio.progress.reading.rules_reader import RulesReader
from wellio_local.stack.shared import SharedStack

TODAY = datetime.now(UTC).date()


def event(event_type: str, data: Row, *, decided: bool = False, day: date = TODAY) -> PastEvent:
    return PastEvent(
        event_type=EventType(event_type),
        date_for_metric=day,
        data_json=data,
        status="corrected" if decided else "auto",
        decided=decided,
    )


class TestChanges:
    """From stored events to those of another reading."""

    def test_what_is_the_same_is_no_change(self) -> None:
        stored = event("weight", {"value": 67.5, "unit": "kg", "estimated": False})
        assert changes([stored], [event("weight", {"value": 67.5, "unit": "kg"})]) == []

    def test_pounds_are_compared_as_they_are_stored(self) -> None:
        original = {"value": 150, "unit": "lb"}
        stored = event("weight", {"value": 68.04, "unit": "kg", "original": original})
        assert changes([stored], [event("weight", {"value": 150, "unit": "lb"})]) == []

    def test_fields_and_days_are_named(self) -> None:
        before = event("nutrition", {"calories": 1780, "protein_g": None})
        after = event("nutrition", {"calories": 1800, "protein_g": 120}, day=TODAY - timedelta(days=1))
        [change] = changes([before], [after])
        assert (change.kind, change.event_type) == ("changed", "nutrition")
        assert change.fields == {
            "calories": (1780, 1800),
            "protein_g": (None, 120),
            "day": (str(TODAY), str(TODAY - timedelta(days=1))),
        }

    def test_events_come_and_go(self) -> None:
        found = changes([event("steps", {"steps": 800})], [event("sleep", {"hours": 7})])
        assert [(change.kind, change.event_type) for change in found] == [
            ("removed", "steps"),
            ("added", "sleep"),
        ]

    def test_what_a_person_decided_is_kept_whatever_is_read(self) -> None:
        stored = event("weight", {"value": 66, "unit": "kg"}, decided=True)
        for read in ([], [event("weight", {"value": 97, "unit": "kg"})]):
            assert changes([stored], read) == [Change("kept", EventType.WEIGHT, status="corrected")]


async def past(worker_stack: WorkerStack) -> dict[str | None, PastLog]:
    """The client's history by text."""
    logs = History(worker_stack.service).logs(TODAY, UUID(worker_stack.client_id))
    return {log.log.raw_text: log async for log in logs}


async def reread(worker_stack: WorkerStack, provider: ScriptedReader) -> list[Reread]:
    """The command's work, with `process_logs` played by a reader of ours."""
    history = History(worker_stack.service)
    logs = [log async for log in history.logs(TODAY, UUID(worker_stack.client_id))]
    reading = asyncio.create_task(keep_reading(worker_stack, provider))
    try:
        return [one async for one in reparse(history, logs, patience=10)]
    finally:
        reading.cancel()


async def keep_reading(worker_stack: WorkerStack, provider: ScriptedReader) -> None:
    while True:
        await worker_stack.read(provider)
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("decision", ["correct_event", "confirm_event", "reject_event"])
async def test_history_follows_the_parser_and_decisions_stay(
    worker_stack: WorkerStack, decision: str
) -> None:
    script = {"a": both(weight(67.5), steps(800)), "b": calories(1500)}
    a, b = await worker_stack.write("a"), await worker_stack.write("b")
    await worker_stack.read(script)
    [decided] = [one for one in await worker_stack.events(a) if one["event_type"] == "weight"]
    arguments = {"data": {"value": 66, "unit": "kg"}} if decision == "correct_event" else {}
    await worker_stack.coach.rpc(decision, event_id=decided["id"], **arguments)
    [kept] = [one for one in await worker_stack.events(a) if one["event_type"] == "weight"]

    better = ScriptedReader({"a": both(weight(97), steps(8000)), "b": calories(1500)}, name="scripted/2")
    result = {one.past.log.raw_text: one for one in await reread(worker_stack, better)}
    assert {one.verdict for one in result.values()} == {"read"}
    assert [(change.kind, change.fields) for change in result["a"].changes] == [
        ("kept", {}),
        ("changed", {"steps": (800, 8000)}),
    ]
    assert result["b"].changes == ()
    after = {one["event_type"]: one for one in await worker_stack.events(a)}
    assert after["weight"] == kept
    assert after["steps"]["data_json"]["steps"] == 8000
    assert (await worker_stack.event(b))["parser"] == "scripted/2"


async def test_requeueing_is_one_nudge_and_leaves_alone_what_waits_anyway(worker_stack: WorkerStack) -> None:
    read = [UUID(await worker_stack.write(str(number))) for number in range(3)]
    await worker_stack.read({})
    waiting = UUID(await worker_stack.write("waits"))
    before = await worker_stack.sql("select count(*) from net.http_request_queue")
    history = History(worker_stack.service)
    assert await history.requeue([*read, waiting]) == set(read)
    assert await history.requeue([*read, waiting]) == set()
    after = await worker_stack.sql("select count(*) from net.http_request_queue")
    assert after[0]["count"] - before[0]["count"] <= 1
    assert sorted(await worker_stack.waiting()) == sorted(map(str, [*read, waiting]))
    assert set((await history.statuses(read)).values()) == {"pending"}


async def test_history_is_paged_without_losing_or_doubling_a_log(
    worker_stack: WorkerStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wellio.progress.history.log_history.PAGE", 2)
    at = datetime.now(UTC)
    written = [await worker_stack.write(str(number), at=at) for number in range(5)]  # all at one moment
    old = await worker_stack.write("old", at=at - timedelta(days=10))
    history, client_id = History(worker_stack.service), UUID(worker_stack.client_id)
    found = [str(log.log.id) async for log in history.logs(TODAY, client_id)]
    assert sorted(found) == sorted(written)
    assert str((await anext(history.logs(None, client_id))).log.id) == old


async def test_when_nobody_reads_the_command_gives_up_after_one_batch(worker_stack: WorkerStack) -> None:
    await worker_stack.write("line")
    await worker_stack.read({})
    history = History(worker_stack.service)
    logs = [log async for log in history.logs(TODAY, UUID(worker_stack.client_id))] * (BATCH + 1)
    verdicts = [one.verdict async for one in reparse(history, logs, patience=0.1)]
    assert verdicts == ["unsettled"]


@pytest.mark.parametrize(
    ("mode", "verdicts"),
    [
        ("rules", {"8000 шагов": "read", "потом 340 и 20": "read", "picture": "read"}),
        ("hybrid", {"8000 шагов": "read", "потом 340 и 20": "asks the model", "picture": "asks the model"}),
        ("openai", dict.fromkeys(("8000 шагов", "потом 340 и 20", "picture"), "asks the model")),
    ],
)
async def test_a_dry_run_changes_nothing_and_says_what_a_model_would_read(
    worker_stack: WorkerStack, mode: AIMode, verdicts: dict[str, str]
) -> None:
    for text in ("8000 шагов", "потом 340 и 20"):
        await worker_stack.write(text)
    await write(worker_stack, "picture", picture())
    await worker_stack.read({"8000 шагов": steps(800)})
    before = [await worker_stack.events(str(log.log.id)) for log in (await past(worker_stack)).values()]
    media = SupabaseMediaStore(worker_stack.service)
    found = {
        text: await preview(log, RulesReader(), mode, media)
        for text, log in (await past(worker_stack)).items()
    }
    assert {text: one.verdict for text, one in found.items()} == verdicts
    if mode != "openai":
        [change] = found["8000 шагов"].changes
        assert change.fields["steps"] == (800, 8000)
    assert [
        await worker_stack.events(str(log.log.id)) for log in (await past(worker_stack)).values()
    ] == before
    assert await worker_stack.waiting() == []
    assert (
        await worker_stack.sql(
            "select * from private.media_digests where client_id = %s", worker_stack.client_id
        )
        == []
    )


async def test_the_command_shows_and_then_does_it(
    stack: SharedStack, coach: Coach, stack_db: Db, tmp_path: Path
) -> None:
    client_id = str((await coach.add_client(locale="ru"))["id"])
    log = await coach.settled((await coach.log(client_id, "вес 67.5, 8000 шагов"))["id"])
    events = {one["event_type"]: one for one in log["events"]}
    await coach.rpc("correct_event", event_id=events["weight"]["id"], data={"value": 66, "unit": "kg"})
    await stack_db.connection.execute(
        """update progress_events set data_json = '{"steps": 800}', parser = 'rules/0' where id = %s""",
        [events["steps"]["id"]],
    )
    arguments = ["reparse", "--since", str(TODAY), "--client", client_id]

    code, out, err = await command(stack, tmp_path, *arguments, "--dry-run")
    assert (code, err) == (0, "")
    for part in (
        "1 logs since",
        "nothing is stored",
        "= weight kept: corrected by a person",
        "~ steps steps 800 → 8000",
        "1 would change",
        "1/1",
    ):
        assert part in out
    assert (await stored(coach, client_id))["steps"]["data_json"] == {"steps": 800}

    code, out, err = await command(stack, tmp_path, *arguments)
    assert (code, err) == (0, "")
    assert "~ steps steps 800 → 8000" in out
    after = await stored(coach, client_id)
    assert after["steps"]["data_json"]["steps"] == 8000
    assert (after["weight"]["data_json"]["value"], after["weight"]["status"]) == (66, "corrected")


async def stored(coach: Coach, client_id: str) -> dict[str, Row]:
    return {row["event_type"]: row for row in await coach.rows("progress_events", client_id=client_id)}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--since", "yesterday"], "--since"), (["--since", "2026-01-01", "--client", "anna"], "--client")],
)
async def test_a_wrong_argument_is_named(
    stack: SharedStack, tmp_path: Path, arguments: list[str], said: str
) -> None:
    code, _, err = await command(stack, tmp_path, "reparse", *arguments)
    assert (code, said in err, "Traceback" in err) == (2, True, False)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"api_url": ""}, "set SUPABASE_URL and SUPABASE_SECRET_KEY"),
        ({"api_url": "http://127.0.0.1:1"}, "log_history: ConnectError"),
        ({"secret_key": "sb_publishable_wrong"}, "log_history:"),
    ],
)
async def test_a_database_out_of_reach_is_said_in_a_sentence(
    stack: SharedStack, tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    code, _, err = await command(replace(stack, **changed), tmp_path, "reparse", "--since", "2026-01-01")  # type: ignore[arg-type]
    assert (code, said in err, "Traceback" in err) == (2, True, False), err


def test_without_its_extra_the_command_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.setitem(sys.modules, "rich", None)
    assert main(["reparse", "--since", "2026-01-01"]) == 2
    assert "the extra `cli` is not installed" in capsys.readouterr().err
