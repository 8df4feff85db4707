"""`python -m wellio export-corrections`: what people decided becomes lines to measure by."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.evaluation import Labelled, labelled
from tests.foundation.accounts import Coach, Row
from tests.foundation.command import command
from tests.progress.past_logs import WEIGHT, event, past
from wellio.progress.history.labels import Unfit, export, label
from wellio.progress.history.log_history import PastEvent, PastLog
from wellio.progress.reading.extract import EVENTS, extract
from wellio.progress.reading.rules_reader import RulesReader
from wellio_local.stack.shared import SharedStack


def expected(**events: Row) -> dict[str, Row | None]:
    return dict.fromkeys(EVENTS) | events


def test_confirmed_and_corrected_events_are_expected_and_rejected_ones_are_not() -> None:
    line = label(
        past(
            "вчера 1800 ккал, 8к шагов, вес 67.5",
            event("nutrition", "corrected", -1, calories=1800, protein_g=None, scope="day", source="text"),
            event("steps", "rejected", steps=8000),
            WEIGHT,
        )
    )
    assert line["expected"] == expected(
        nutrition={"calories": 1800, "protein_g": None, "carbs_g": None, "fat_g": None},
        weight={"value": 67.5, "unit": "kg"},
    )
    assert (line["lang"], line["today"], line["out_of_range"]) == ("ru", "2026-03-04", [])
    assert (line["date_offset_days"], line["date_offset_by_event"]) == (0, {"nutrition": -1})
    assert line["note"] == "corrected: weight+nutrition+steps"


def test_pounds_are_as_they_were_written() -> None:
    stored = event("weight", "confirmed", value=68.22, unit="kg", original={"value": 150.4, "unit": "lb"})
    assert label(past("150.4 lbs", stored))["expected"]["weight"] == {"value": 150.4, "unit": "lb"}


@pytest.mark.parametrize(
    "implausible",
    [
        event("weight", "rejected", reasons=("weight_kg_out_of_range",), value=670, unit="kg"),
        event("weight", "confirmed", value=670, unit="kg"),
    ],
)
def test_a_value_out_of_range_is_named_and_not_expected(implausible: PastEvent) -> None:
    line = label(past("вес 670", implausible))
    assert (line["expected"], line["out_of_range"]) == (expected(), ["weight"])


def test_an_approximate_value_is_estimated() -> None:
    line = label(past("около 8к шагов", event("steps", "confirmed", steps=8000, estimated=True)))
    assert line["estimated"] == ["steps"]


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        (past("вес 67.5", WEIGHT, media_urls=["c/plate.png"]), "pictures"),
        (past("это Анна, вес 67.5", WEIGHT, names_client=True), "names somebody"),
        (past("вес 67.5, пиши на anna@example.com", WEIGHT), "names somebody"),
        (past("вес 67.5 +7 921 123-45-67", WEIGHT), "names somebody"),
        (past("вес 67.5 и ещё 340", WEIGHT, explained=False), "not understood"),
        (past("вес 67.5, 8к шагов", WEIGHT, event("steps", "auto", steps=8000)), "all of its events"),
        (past("вес 67.5, 8к шагов", WEIGHT, event("steps", "needs_review", steps=8000)), "all of its events"),
        (past("вес 67.5", event("weight", "corrected", value=66, unit="kg")), "not in the text"),
        (past("вес 67.5", event("weight", "corrected", value="?", unit="kg")), "not of its format"),
    ],
)
def test_what_nobody_can_vouch_for_makes_no_label(log: PastLog, reason: str) -> None:
    with pytest.raises(Unfit, match=reason):
        label(log)


async def test_lines_are_numbered_and_what_is_left_out_is_counted() -> None:
    async def logs() -> AsyncIterator[PastLog]:
        for one in (
            past("вес 67.5", WEIGHT),
            past("вес 67.5", WEIGHT, explained=False),
            past("67.5", WEIGHT),
        ):
            yield one

    result = await export(logs())
    assert [Labelled.model_validate_json(line).id for line in result.lines] == [1, 2]
    assert result.left_out == {"part of its text was not understood": 1}


async def test_the_round_trip_from_a_decision_to_a_score(
    stack: SharedStack, coach: Coach, tmp_path: Path
) -> None:
    """Written, read, decided, exported, extracted and scored; of the client only the text is in the file."""
    client = await coach.add_client("Agrafena Tikhonova", locale="ru")
    texts = {
        "corrected": "вес 67.5",
        "rejected": "вчера прошла 8431 шаг",
        "confirmed": "кбжу 1800/120/60/180",
        "undecided": "спала 7 ч",
        "named": "Аграфена и Agrafenu взвесили: вес 67.7",
    }
    for decision, text in texts.items():
        log = await coach.settled((await coach.log(client["id"], text))["id"])
        [event] = log["events"]
        if decision == "corrected":
            await coach.rpc(
                "correct_event", event_id=event["id"], data={"value": 67.5, "unit": "kg", "fasting": True}
            )
        elif decision != "undecided":
            await coach.rpc(
                f"{'reject' if decision == 'rejected' else 'confirm'}_event", event_id=event["id"]
            )

    target = tmp_path / "corrections.jsonl"
    since = datetime.now(UTC).date().isoformat()
    arguments = ["export-corrections", "--since", since, "--output", str(target)]
    code, out, err = await command(stack, tmp_path, *arguments)
    assert (code, out) == (0, ""), err
    assert "left out" in err
    assert "names somebody" in err
    lines = {line.text: line for line in labelled(target)}
    assert {texts["corrected"], texts["rejected"], texts["confirmed"]} <= lines.keys()
    assert texts["undecided"] not in lines
    assert texts["named"] not in lines
    raw = target.read_text(encoding="utf-8")
    for secret in (client["id"], coach.id, "Agrafena", "Аграфена"):
        assert secret not in raw
    assert lines[texts["rejected"]].expected["steps"] is None

    answers = {one["id"]: one for one in map(json.loads, await extract(raw.splitlines(), RulesReader()))}
    right = [answers[lines[texts[decision]].id]["events"] for decision in ("corrected", "confirmed")]
    assert right == [lines[texts[decision]].expected for decision in ("corrected", "confirmed")]
