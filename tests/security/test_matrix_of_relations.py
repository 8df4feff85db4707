"""Who may read, add, change and delete which rows, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.foundation.accounts import Row
from tests.security.api import Caller, verdict
from tests.security.matrix import Cell, cells
from tests.security.world import EVENT, NUTRITION, Database, World, key_of

FindCaller = Callable[[World, str], Caller]

ROWS: dict[str, Callable[[World], Row]] = {
    "profiles": lambda w: {"id": str(uuid4()), "role": "coach"},
    "clients": lambda w: {"name": "Somebody"},
    "client_invites": lambda w: {
        "client_id": w.client.client_id,
        "created_by": w.coach.id,
        "code_hash": "\\x00",
    },
    "plans": lambda w: {
        "client_id": w.client.client_id,
        "type": "nutrition",
        "title": "Plan",
        "start_date": "2026-11-20",
        "config_json": NUTRITION,
    },
    "logs": lambda w: {"client_id": w.client.client_id, "raw_text": "weight 67.5"},
    "progress_events": lambda w: {
        "client_id": w.client.client_id,
        "log_id": str(uuid4()),
        "event_type": "weight",
        "date_for_metric": "2026-11-20",
        "data_json": EVENT,
        "confidence": 1,
        "parser": "me/1",
        "logged_at": "2026-11-20",
    },
    "metric_limits": lambda w: {"metric": "height", "low": 0, "high": 1, "unit": "m"},
    "ai_usage": lambda w: {"client_id": w.client.client_id, "day": "2026-11-20", "calls": 0},
    "weekly_reports": lambda w: {"client_id": w.client.client_id, "week_start": "2026-11-16"},
    "weekly_report_texts": lambda w: {
        "report_id": str(uuid4()),
        "client_id": w.client.client_id,
        "audience": "coach",
        "body": "Well done",
    },
    "audit_entries": lambda w: {"client_id": w.client.client_id, "action": "erased"},
    "coach_overview": lambda w: {"client_id": w.client.client_id},
    "coach_trends": lambda w: {"client_id": w.client.client_id},
}
"""A row about Anna that a caller tries to add, as small as the table allows."""

PATCHES: dict[str, Row] = {
    "profiles": {"full_name": "Changed"},
    "clients": {"name": "Changed"},
    "client_invites": {"expires_at": "2030-01-01"},
    "plans": {"title": "Changed"},
    "logs": {"raw_text": "Changed"},
    "progress_events": {"status": "confirmed"},
    "metric_limits": {"high": 1_000_000},
    "ai_usage": {"calls": 0},
    "weekly_reports": {"status": "failed"},
    "weekly_report_texts": {"body": "Changed"},
    "audit_entries": {"action": "erased"},
    "coach_overview": {"name": "Changed"},
    "coach_trends": {"weights": []},
}


def target(relation: str, world: World, db: Database) -> str:
    """A row about Anna, as the filter of a request."""
    client_id, coach_id = world.client.client_id, world.coach.id
    match relation:
        case "profiles":
            return f"id=eq.{world.client.id}"
        case "clients":
            return f"id=eq.{client_id}"
        case "coach_overview" | "coach_trends" | "audit_entries":
            return f"client_id=eq.{client_id}"
        case "metric_limits":
            return "metric=eq.steps"
        case "client_invites":
            return f"id=eq.{db.new_invite(client_id, coach_id)['id']}"
        case "plans":
            return f"id=eq.{db.new_plan(client_id)['id']}"
        case "logs":
            return f"id=eq.{db.new_log(client_id)['id']}"
        case "progress_events":
            return f"id=eq.{db.new_event(client_id)['id']}"
        case "ai_usage":
            return f"client_id=eq.{db.new_usage(client_id)['client_id']}"
        case "weekly_reports":
            return f"id=eq.{db.new_report(client_id)['id']}"
        case "weekly_report_texts":
            text = db.new_text(db.new_report(client_id), "client")
            return f"report_id=eq.{text['report_id']}"
    raise AssertionError(f"say which row of {relation} is to be changed")


def stored(db: Database, relation: str, where: str) -> str:
    """What is behind such a filter, as the superuser sees it."""
    column, _, value = where.partition("=eq.")
    return db.contents(relation, **{column: value})


@pytest.mark.parametrize("cell", cells("select"), ids=str)
async def test_everybody_sees_exactly_their_rows(cell: Cell, world: World, caller: FindCaller) -> None:
    columns = "id" if cell.name == "client_invites" else "*"
    answer = await caller(world, cell.actor).select(cell.name, f"select={columns}")
    if cell.expected == "grant":
        assert verdict(answer) == "grant"
        return
    letters = world.rows[cell.name]
    seen = {key_of(cell.name, row) for row in answer.json()}
    assert "".join(sorted(letters[key] for key in seen & letters.keys())) == "".join(
        sorted(letter for letter in letters.values() if letter in cell.expected)
    )
    if cell.actor != "service":
        assert seen <= letters.keys()


@pytest.mark.parametrize("cell", cells("insert"), ids=str)
async def test_everybody_adds_only_where_they_may(cell: Cell, playground: World, caller: FindCaller) -> None:
    row = ROWS[cell.name](playground)
    assert verdict(await caller(playground, cell.actor).insert(cell.name, row)) == cell.expected


@pytest.mark.parametrize("cell", cells("update"), ids=str)
async def test_everybody_changes_only_what_they_may(
    cell: Cell, playground: World, caller: FindCaller, db: Database
) -> None:
    where = target(cell.name, playground, db)
    before = stored(db, cell.name, where)
    [(column, value)] = PATCHES[cell.name].items()
    patch = {column: f"Changed {uuid4()}" if value == "Changed" else value}
    answer = await caller(playground, cell.actor).update(cell.name, where, patch)
    assert (
        effect(answer_word=verdict(answer), changed=stored(db, cell.name, where) != before) == cell.expected
    )


@pytest.mark.parametrize("cell", cells("delete"), ids=str)
async def test_everybody_deletes_only_what_they_may(
    cell: Cell, playground: World, caller: FindCaller, db: Database
) -> None:
    where = target(cell.name, playground, db)
    before = stored(db, cell.name, where)
    answer = await caller(playground, cell.actor).delete(cell.name, where)
    assert (
        effect(answer_word=verdict(answer), changed=stored(db, cell.name, where) != before) == cell.expected
    )


def effect(answer_word: str, *, changed: bool) -> str:
    """The answer, unless it says `ok` and nothing has happened; a refusal must have changed nothing."""
    if answer_word == "ok":
        return "ok" if changed else "zero"
    assert not changed
    return answer_word
