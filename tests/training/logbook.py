"""A client with a programme who writes logs, each read by the rules as the pipeline reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from tests.foundation.db import Row
from tests.training.gym import Gym, exercise, template, workout
from wellio.progress.logs.media import MediaStore
from wellio.progress.logs.read_log import ClientContext, LogJob, LogRow, read_log
from wellio.progress.reading.rules_reader import RulesReader

CONTEXT = {
    "id": str(uuid4()),
    "account_id": str(uuid4()),
    "today": "2026-11-30",
    "model_calls_today": 0,
    "account_calls_today": 0,
    "locale": "ru",
}
INSERT = "insert into public.logs (client_id, raw_text, timezone) values (%s, %s, 'UTC') returning *"
SETS = """
    select s.title, e.slug, x.set_number as n, x.reps, x.kg::float as kg, x.seconds
    from public.exercise_completions x
    join public.exercises e on e.id = x.exercise_id
    join public.workout_sessions s on s.id = x.session_id
    where x.client_id = %s
    order by s.position, e.slug, x.set_number
"""
STATES = """
    select title, status::text from public.workout_sessions where client_id = %s and program_week = 1 order by position
"""
WORKOUTS = """
    select * from public.progress_events where client_id = %s and event_type = 'workout' and status <> 'rejected'
"""


async def reading_of(log: Row) -> Row:
    """What the worker would store of a log."""
    row = LogRow(
        id=UUID(str(log["id"])),
        raw_text=log["raw_text"],
        media_urls=(),
        source="smart_log",
        local_date=cast(date, log["local_date_for_client"]),
    )
    job = LogJob(log=row, client=ClientContext.model_validate(CONTEXT))
    return (await read_log(job, RulesReader(), cast(MediaStore, None))).model_dump(mode="json")


@dataclass
class Logbook:
    """Anna's."""

    gym: Gym
    program: str

    async def write(self, text: str) -> str:
        """Write a log and have it read; its id."""
        [log] = await self.gym.call(self.gym.anna, INSERT, self.gym.anna_id, text)
        await self.read(log)
        return str(log["id"])

    async def read(self, log: Row | str) -> None:
        if isinstance(log, str):
            again = "update public.logs set processed_at = processed_at - interval '1 hour' where id = %s returning *"
            [log] = await self.gym.db.rows(again, log)
        await self.gym.db.rows("select private.store_readings(%s)", Jsonb([await reading_of(log)]))

    async def sets(self) -> list[str]:
        """Each exercise with its sets: "Upper barbell_bench_press 62.5x8 62.5x8"."""
        lines: dict[str, str] = {}
        for row in await self.gym.db.rows(SETS, self.gym.anna_id):
            amount = f"{row['seconds']}s" if row["seconds"] else f"{row['reps']}"
            kg = f"{row['kg']:g}x" if row["kg"] is not None else ""
            key = f"{row['title']} {row['slug']}"
            lines[key] = f"{lines.get(key, key)} {kg}{amount}"
        return list(lines.values())

    async def states(self) -> dict[str, str]:
        return {r["title"]: r["status"] for r in await self.gym.db.rows(STATES, self.gym.anna_id)}

    async def workouts(self) -> list[Row]:
        """The workout events that count."""
        return await self.gym.db.rows(WORKOUTS, self.gym.anna_id)

    async def question(self, log_id: str) -> Any:
        query = "select question from public.workout_logs where log_id = %s"
        rows = await self.gym.call(self.gym.anna, query, log_id)
        return rows[0]["question"] if rows else None

    async def answer(self, log_id: str, choice: object) -> None:
        await self.gym.call(self.gym.anna, "select public.answer_workout_log(%s, %s)", log_id, choice)


async def logbook(room: Gym, mode: str = "dynamic_progressive", days_until: int = 30) -> Logbook:
    """A week of three workouts, and a second one of the same. None is meant for today unless `days_until` says so."""
    of = room.exercises
    start = str(datetime.now(UTC).date() + timedelta(days=days_until))

    def week() -> list[Row]:
        return [
            workout(*(exercise(of[slug]) for slug in slugs), day=day, title=title)
            for day, title, slugs in (
                (1, "Ноги А", ("back_squat", "leg_press", "plank")),
                (2, "Upper", ("barbell_bench_press", "overhead_press", "barbell_row")),
                (3, "Ноги Б", ("deadlift", "leg_press")),
            )
        ]

    return Logbook(room, await room.given(template(week(), week()), mode=mode, start=start))


def some_id() -> str:
    return str(uuid4())
