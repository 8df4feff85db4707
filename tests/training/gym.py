"""A coach and a client who train in a transaction that is rolled back, and what a refusal says."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.foundation.db import Db, Row

LOG = "select public.log_set(%s, %s, %s, %s::int, %s, reps => %s::int, kg => %s::numeric, rpe => %s::numeric) as id"


def exercise(exercise_id: str, **target: object) -> Row:
    return {"id": str(uuid4()), "exercise_id": exercise_id, "sets": 3, "reps_min": 5} | target


def workout(*exercises: Row, week: int = 1, day: int = 1, **row: object) -> Row:
    place = {"id": str(uuid4()), "week": week, "position": day, "title": f"Day {day}"}
    return place | {"exercises": list(exercises)} | row


def template(*phases: list[Row], weeks: int = 1) -> Row:
    """Each phase is its workouts."""
    return {
        "id": str(uuid4()),
        "title": "Strength",
        "phases": [{"id": str(uuid4()), "title": "", "weeks": weeks, "workouts": p} for p in phases],
    }


@dataclass
class Gym:
    """A coach, another coach, and two clients of the first, who have accounts."""

    db: Db
    coach: str
    stranger: str
    anna: str
    boris: str
    anna_id: str
    boris_id: str
    exercises: dict[str, str] = field(default_factory=dict)

    @property
    def press(self) -> str:
        return self.exercises["barbell_bench_press"]

    @property
    def squat(self) -> str:
        return self.exercises["back_squat"]

    async def call(self, person: str, query: Any, *values: object) -> list[Row]:
        async with self.db.acting_as(person):
            return await self.db.rows(query, *values)

    async def ask(self, person: str, query: Any, *values: object) -> Any:
        [row] = await self.call(person, query, *values)
        [value] = row.values()
        return value

    async def save(self, document: Row, version: int | None = None, person: str = "") -> int:
        query = "select public.save_program_template(%s, %s::int)"
        return int(await self.ask(person or self.coach, query, Jsonb(document), version))

    async def assign(
        self,
        document: Row,
        *,
        mode: str = "dynamic_progressive",
        start: str = "2026-11-30",
        client_id: str = "",
        first_week: int = 1,
    ) -> str:
        query = (
            "select public.assign_program(%s, %s, %s::date, %s::public.program_mode, first_week => %s::int)"
        )
        values = document["id"], client_id or self.anna_id, start, mode, first_week
        return str(await self.ask(self.coach, query, *values))

    async def given(self, document: Row, **how: Any) -> str:
        """A programme of Anna, from a template that is saved for it."""
        await self.save(document)
        return await self.assign(document, **how)

    async def program(self, program_id: str) -> Row:
        [row] = await self.call(self.coach, "select * from public.client_programs where id = %s", program_id)
        return row

    async def place(self, program_id: str) -> tuple[int, int, str]:
        row = await self.program(program_id)
        return row["phase"], row["week"], row["status"]

    async def sessions(self, program_id: str) -> list[Row]:
        query = "select * from public.workout_sessions where client_program_id = %s order by phase, week, position"
        return await self.call(self.coach, query, program_id)

    async def session(self, session_id: object, person: str = "") -> Row:
        document = await self.ask(person or self.anna, "select public.my_session(%s)", session_id)
        assert isinstance(document, dict)
        return document

    async def start(self, session_id: object) -> None:
        await self.call(self.anna, "select public.start_session(%s)", session_id)

    async def log(
        self,
        session_id: object,
        exercise_id: str,
        reps: int | None = 5,
        kg: float | None = 60,
        *,
        number: int = 1,
        rpe: float | None = None,
        request: str = "",
        place: object = None,
    ) -> str:
        """One set; what its request id is."""
        request = request or str(uuid4())
        await self.call(self.anna, LOG, session_id, place, exercise_id, number, request, reps, kg, rpe)
        return request

    async def finish(self, session_id: object, rpe: float | None = None, person: str = "") -> Row:
        query = "select * from public.finish_session(%s, %s::numeric)"
        [row] = await self.call(person or self.anna, query, session_id, rpe)
        return row

    async def train(self, session_id: object, sets: list[tuple[int, float]]) -> float | None:
        """Do the first exercise of a session as `sets` say, and finish. What its target was."""
        await self.start(session_id)
        [first, *_] = (await self.session(session_id))["exercises"]
        for number, (reps, kg) in enumerate(sets, 1):
            await self.log(session_id, first["exercise_id"], reps, kg, number=number, place=first["id"])
        await self.finish(session_id)
        return first["target_kg"]  # type: ignore[no-any-return]

    async def count(self, query: Any, *values: object) -> int:
        return int(await self.db.value(query, *values))


async def gym(db: Db) -> Gym:
    coach, stranger = await db.person(), await db.person()
    anna, boris = await db.person("client"), await db.person("client")
    anna_id, boris_id = await db.clients(coach, ["UTC", "UTC"])
    for person, client_id in ((anna, anna_id), (boris, boris_id)):
        await db.rows("update public.clients set user_id = %s where id = %s", person, client_id)
    rows = await db.rows("select slug, id::text from public.exercises where slug is not null")
    slugs = {row["slug"]: row["id"] for row in rows}
    return Gym(db, coach, stranger, anna, boris, anna_id, boris_id, slugs)


class Refused:
    """`async with refused("PT404", "no_such_session"):` fails unless the block is refused so."""

    def __init__(self, code: str, reason: str) -> None:
        self._expected = code, reason
        self.args: Row = {}

    async def __aenter__(self) -> Refused:
        self._raises = pytest.raises(psycopg.Error)
        self._info = self._raises.__enter__()
        return self

    async def __aexit__(self, *error: Any) -> bool:
        swallowed = bool(self._raises.__exit__(*error))
        raised = self._info.value
        self.args = json.loads(raised.diag.message_detail or "{}")
        assert (raised.sqlstate, self.args.get("reason")) == self._expected, str(raised)
        return swallowed


def refused(code: str, reason: str) -> Refused:
    return Refused(code, reason)
