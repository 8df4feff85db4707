"""Whatever a coach does from day to day, a past day stays with the plan that was in force on it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from tests.foundation.db import Db, Row

CONFIGS = {
    "nutrition": {"calories_target_per_day": 1700},
    "training": {"workouts_per_week_target": 3},
    "combined": {"calories_target_per_day": 1700, "workouts_per_week_target": 3},
}
DAYS_BACK, DAYS_AHEAD = 60, 30

ACTIVATE = "select id from public.activate_plan(%s, 1)"
DRAFT = """
    insert into public.plans (client_id, type, title, config_json, start_date, end_date)
    values (%(client)s, %(type)s, 'Plan', %(config)s,
            current_date + %(start)s::integer, current_date + %(end)s::integer)
    returning id
"""
IN_FORCE = """
    select d - current_date as day, kind, array_agg(p.id) as plans
    from generate_series(-%(back)s::integer, %(ahead)s::integer) s(n)
    cross join lateral (select current_date + s.n) as t(d)
    cross join (values ('nutrition'), ('training')) as k(kind)
    join public.plans p
      on p.client_id = %(client)s and p.activated_at is not null and p.type::text in (k.kind, 'combined')
     and t.d between p.start_date and coalesce(p.end_date, 'infinity')
    group by 1, 2
"""
PLANS = "select id from public.plans where client_id = %s order by start_date"
NEXT_DAY = """
    update public.plans
    set start_date = start_date - %(days)s::integer, end_date = end_date - %(days)s::integer
    where id = %(id)s
"""


@dataclass(frozen=True)
class Activation:
    """A plan is made and put in force."""

    type: str
    start: int
    length: int | None


steps = st.lists(
    st.builds(
        Activation, st.sampled_from(sorted(CONFIGS)), st.integers(-10, 10), st.none() | st.integers(0, 15)
    )
    | st.integers(1, 5),
    min_size=2,
    max_size=12,
)


class History:
    """One client's plans. The clock of the database cannot be moved: a day passes by moving the plans."""

    def __init__(self, stack_db: Db, coach_id: str, client_id: str) -> None:
        self.db = stack_db
        self.coach_id = coach_id
        self.client_id = client_id

    async def days_pass(self, days: int) -> None:
        connection = self.db.connection
        await connection.execute("set local session_replication_role = replica")
        plans = await (await connection.execute(PLANS, [self.client_id])).fetchall()
        for plan in plans:  # the oldest first: plans that meet would overlap on the way
            await connection.execute(NEXT_DAY, {"days": days, "id": plan["id"]})
        await connection.execute("set local session_replication_role = origin")

    async def activate(self, step: Activation) -> None:
        """As the coach. One that would have ended already is not tried: it is refused."""
        end = None if step.length is None else step.start + step.length
        if end is not None and end < 0:
            return
        config = Jsonb(CONFIGS[step.type])
        values = {
            "client": self.client_id,
            "type": step.type,
            "config": config,
            "start": step.start,
            "end": end,
        }
        async with self.db.acting_as(self.coach_id):
            cursor = await self.db.connection.execute(DRAFT, values)
            [draft] = await cursor.fetchall()
            await self.db.rows(ACTIVATE, draft["id"])

    async def in_force(self) -> dict[tuple[int, str], UUID]:
        """The plan of each day, counted from today, and kind."""
        asked = {"client": self.client_id, "back": DAYS_BACK, "ahead": DAYS_AHEAD}
        rows = await (await self.db.connection.execute(IN_FORCE, asked)).fetchall()
        assert all(len(row["plans"]) == 1 for row in rows)
        return {(row["day"], row["kind"]): row["plans"][0] for row in rows}

    async def active(self) -> list[Row]:
        return await self.db.rows(
            "select * from public.plans where client_id = %s and is_active", self.client_id
        )


@settings(max_examples=20, deadline=None)
@given(steps=steps)
async def test_past_days_keep_their_plan_and_no_day_has_two(
    stack_db: Db, steps: list[Activation | int]
) -> None:
    async with stack_db.undone():
        coach_id = await stack_db.person()
        [client_id] = await stack_db.clients(coach_id, ["UTC"])
        history = History(stack_db, coach_id, client_id)
        for step in steps:
            if isinstance(step, int):
                await history.days_pass(step)
                continue
            before = await history.in_force()
            await history.activate(step)
            after = await history.in_force()
            past = {key: plan for key, plan in before.items() if key[0] < 0}
            assert past.items() <= after.items()
            types = [plan["type"] for plan in await history.active()]
            assert sum(type != "training" for type in types) <= 1
            assert sum(type != "nutrition" for type in types) <= 1
            assert step.type in types or (step.length is not None and step.start + step.length < 0)
