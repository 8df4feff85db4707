"""What training costs: the page of a programme as the coach / as the owner, the history of an exercise among a million
sets / among ten thousand, and assigning a programme at once / row by row.

The coach has 200 clients with fifty sets each, one of whom has a programme of twelve weeks; the million has the sets of
other coaches' clients on top.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
from psycopg.types.json import Jsonb

from bench.figure import Figure
from bench.population import project

Connection = psycopg.Connection[tuple[Any, ...]]

ROUNDS = 200
WARM_UP = 10
ASSIGNMENTS = 30
OTHER_CLIENTS = 19_800
WEEKS, DAYS, PLACES = 12, 4, 6

PEOPLE: LiteralString = """
    insert into auth.users (id, email, raw_user_meta_data)
    select md5('bench coach ' || n)::uuid, n || '@example.com', '{"role": "coach", "full_name": "Somebody"}'
    from generate_series(0, %s / 200) n
"""
PROFILES: LiteralString = """
    insert into public.profiles (id, role, full_name)
    select u.id, 'coach', 'Somebody' from auth.users u on conflict (id) do nothing
"""
CLIENTS: LiteralString = """
    insert into public.clients (id, coach_id, name, timezone)
    select md5('bench client ' || n)::uuid, md5('bench coach ' || n / 200)::uuid, 'Client ' || n, 'UTC'
    from generate_series(0, 199 + %s) n
"""
SESSIONS: LiteralString = """
    insert into public.workout_sessions (id, client_id, title, status, started_at, finished_at)
    select md5('bench session ' || c.id || d.day)::uuid, c.id, 'Push', 'finished', d.day, d.day
    from public.clients c, generate_series(now() - interval '10 days', now() - interval '2 days', '2 days') d (day)
"""
SETS: LiteralString = """
    insert into public.exercise_completions (
      client_id, session_id, exercise_id, set_number, reps, kg, done_at, client_request_id
    )
    select s.client_id, s.id, e.id, n, 5 + n %% 4, 60 + n, s.started_at, gen_random_uuid()
    from public.workout_sessions s
    cross join generate_series(1, 10) n
    join public.exercises e on e.slug = case when n %% 2 = 0 then 'barbell_bench_press' else 'back_squat' end
    where s.client_program_id is null
"""
HISTORY: LiteralString = """
    select coalesce(json_agg(h), '[]') from (
      select * from public.exercise_history
      where client_id = md5('bench client 7')::uuid
        and exercise_id = (select id from public.exercises where slug = 'barbell_bench_press')
      order by day
    ) h
"""
PAGE: LiteralString = """
    with pgrst_source as (
      select p.*, coalesce(s.sessions, '[]') as sessions
      from public.client_programs p
      left join lateral (
        select json_agg(s) as sessions from (
          select s.id, s.phase, s.week, s.position, s.title, s.focus, s.scheduled_on, s.status, s.overridden
          from public.workout_sessions s where s.client_program_id = p.id and s.client_id = p.client_id
        ) s
      ) s on true
      where p.client_id = md5('bench client 7')::uuid
      order by p.assigned_at desc
      limit 50
    )
    select count(t), coalesce(json_agg(t), '[]') from (select * from pgrst_source) t
"""
"""What PostgREST makes of client_programs?select=*,sessions:workout_sessions(...)&client_id=eq.X."""
ASSIGN: LiteralString = (
    "select public.assign_program(%s, md5('bench client ' || %s)::uuid, current_date, 'static')"
)
PROGRAM: LiteralString = """
    insert into public.client_programs (
      id, client_id, template_id, template_version, title, mode, start_date, end_date, phase, week, formatted_program
    )
    values (
      %s, md5('bench client ' || %s)::uuid, %s, 1, 'Strength', 'static', current_date, current_date + 83, 1, 1, ''
    )
"""
SESSION: LiteralString = """
    insert into public.workout_sessions (
      id, client_id, client_program_id, template_workout_id, phase, week, program_week, position, title, scheduled_on
    )
    values (%s, md5('bench client ' || %s)::uuid, %s, %s, 1, %s, %s, %s, '', current_date + %s)
"""
PLACE: LiteralString = """
    insert into public.session_exercises (
      client_id, session_id, template_exercise_id, position, exercise_id, block, sets, reps_min, load_kind, load
    )
    values (md5('bench client ' || %s)::uuid, %s, %s, %s, %s, %s, 3, 5, 'kg', 60)
"""


def _template(exercise_id: str) -> dict[str, Any]:
    """Twelve weeks of four workouts of six exercises."""
    workouts = [
        {
            "id": str(uuid4()),
            "week": week,
            "position": day,
            "title": "",
            "exercises": [
                {
                    "id": str(uuid4()),
                    "exercise_id": exercise_id,
                    "block": place,
                    "sets": 3,
                    "reps_min": 5,
                    "load_kind": "kg",
                    "load": 60,
                }
                for place in range(1, PLACES + 1)
            ],
        }
        for week in range(1, WEEKS + 1)
        for day in range(1, DAYS + 1)
    ]
    phase = {"id": str(uuid4()), "title": "", "weeks": WEEKS, "workouts": workouts}
    return {"id": str(uuid4()), "title": "Strength", "phases": [phase]}


def _populate(dsn: str, other_clients: int) -> int:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(PEOPLE, (other_clients,))
        connection.execute(PROFILES)
        connection.execute(CLIENTS, (other_clients,))
        connection.execute(SESSIONS)
        connection.execute(SETS, ())
        connection.execute("vacuum (analyze)")
        [(sets,)] = connection.execute("select count(*) from public.exercise_completions").fetchall()
    return int(sets)


def _connected(dsn: str, role: str) -> Connection:
    connection = psycopg.connect(dsn, autocommit=True)
    [(user_id,)] = connection.execute("select md5('bench coach 0')::uuid").fetchall()
    connection.execute("select set_config('role', %s, false)", (role,))
    claims = f'{{"sub": "{user_id}", "role": "authenticated"}}'
    connection.execute("select set_config('request.jwt.claims', %s, false)", (claims,))
    return connection


def _medians(query: LiteralString, *connections: Connection) -> list[float]:
    """Milliseconds; the connections ask in turn. Raises `RuntimeError` where their answers differ in size."""
    answers = [len(str(connection.execute(query).fetchall())) for connection in connections]
    if max(answers) > 1.1 * min(answers):
        raise RuntimeError(f"not the same answer for everybody: {answers}")
    taken: list[list[float]] = [[] for _ in connections]
    for round_number in range(WARM_UP + ROUNDS):
        for connection, times in zip(connections, taken, strict=True):
            began = perf_counter()
            connection.execute(query, prepare=True).fetchall()
            if round_number >= WARM_UP:
                times.append((perf_counter() - began) * 1000)
    return [statistics.median(times) for times in taken]


def _row_by_row(connection: Connection, template: dict[str, Any], client: int) -> None:
    """What assign_program does, a statement for each row."""
    program = uuid4()
    connection.execute(PROGRAM, (program, client, template["id"]))
    for workout in template["phases"][0]["workouts"]:
        session, week, day = uuid4(), workout["week"], workout["position"]
        place = (session, client, program, workout["id"], week, week, day, 7 * (week - 1) + day - 1)
        connection.execute(SESSION, place)
        for number, row in enumerate(workout["exercises"], 1):
            connection.execute(PLACE, (client, session, row["id"], number, row["exercise_id"], row["block"]))


def _undone(connection: Connection, work: Callable[[], object]) -> float:
    """Milliseconds of work that is rolled back."""
    with connection.transaction(force_rollback=True):
        began = perf_counter()
        work()
        return (perf_counter() - began) * 1000


def _assigned(coach: Connection, owner: Connection, template: dict[str, Any]) -> tuple[float, float]:
    """How long it takes at once, and row by row, in turn for clients without a programme."""
    at_once: list[float] = []
    by_row: list[float] = []
    for client in range(8, 8 + ASSIGNMENTS):
        at_once.append(_undone(coach, partial(coach.execute, ASSIGN, (template["id"], client))))
        by_row.append(_undone(owner, partial(_row_by_row, owner, template, client)))
    return statistics.median(at_once), statistics.median(by_row)


async def measure() -> list[Figure]:
    with project() as small, project() as large:
        few, many = _populate(small.dsn, 0), _populate(large.dsn, OTHER_CLIENTS)
        with _connected(large.dsn, "authenticated") as coach, _connected(large.dsn, "postgres") as owner:
            [(exercise_id,)] = owner.execute(
                "select id from public.exercises where slug = 'back_squat'"
            ).fetchall()
            template = _template(str(exercise_id))
            coach.execute("select public.save_program_template(%s, null)", (Jsonb(template),))
            coach.execute(ASSIGN, (template["id"], 7))
            with _connected(small.dsn, "authenticated") as of_few:
                history_few, history_many = _medians(HISTORY, of_few, coach)
            page_coach, page_owner = _medians(PAGE, coach, owner)
            at_once, by_row = _assigned(coach, owner, template)
    return [
        Figure(
            "training",
            "page of a programme of 12 weeks: as the coach / as the owner",
            page_coach / page_owner,
            "<=",
            1.1,
            {"coach_p50_ms": page_coach, "owner_p50_ms": page_owner, "sessions": WEEKS * DAYS},
        ),
        Figure(
            "training",
            f"history of an exercise: at {many:,} sets / at {few:,}",
            history_many / history_few,
            "<=",
            1.3,
            {"many_p50_ms": history_many, "few_p50_ms": history_few},
        ),
        Figure(
            "training",
            "assigning a programme of 12 weeks: set-based / row by row",
            at_once / by_row,
            "<=",
            0.2,
            {"set_based_p50_ms": at_once, "row_by_row_p50_ms": by_row, "exercises": WEEKS * DAYS * PLACES},
        ),
    ]
