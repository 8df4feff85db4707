"""What does telling people cost? Ten thousand notifications in the app by as many bare inserts.

*At once*: one call tells ten thousand people, as for a job of the night. *One by one*: ten thousand calls in one
transaction, as of a trigger. A bare insert writes the same rows with the same constraints and indexes, in one statement
or in ten thousand, and nothing announces them. Rounds alternate; the ratios are of medians.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import Any, LiteralString

import psycopg

from bench.figure import Figure
from bench.population import project

Connection = psycopg.Connection[tuple[Any, ...]]

PEOPLE = 10_000
ROUNDS = 7
ACCOUNTS: LiteralString = """
    insert into auth.users (id, email, raw_user_meta_data)
    select md5('bench user ' || n)::uuid, n || '@example.com', '{"role": "client", "full_name": "Somebody"}'
    from generate_series(1, %s) n
"""
PROFILES: LiteralString = """
    insert into public.profiles (id, role, full_name)
    select u.id, 'client', 'Somebody' from auth.users u on conflict (id) do nothing
"""
KIND: LiteralString = """
    select private.add_notification_kind('bench', '{"en": "A bench", "ru": "Замер"}', null, '{in_app}', '/', '{"n": 1}')
"""
TOLD_AT_ONCE: LiteralString = """
    select private.notify_all(array(select id from public.profiles), 'bench', '{"n": 1}', 'cause')
"""
INSERTED_AT_ONCE: LiteralString = """
    insert into public.notifications (user_id, kind, data, dedupe_key)
    select id, 'bench', '{"n": 1}', 'cause' from public.profiles
"""
TOLD_ONE_BY_ONE: LiteralString = """
    do $$
    declare v_id uuid;
    begin
      for v_id in select id from public.profiles loop
        perform private.notify(v_id, 'bench', '{"n": 1}', 'cause');
      end loop;
    end
    $$
"""
INSERTED_ONE_BY_ONE: LiteralString = """
    do $$
    declare v_id uuid;
    begin
      for v_id in select id from public.profiles loop
        insert into public.notifications (user_id, kind, data, dedupe_key) values (v_id, 'bench', '{"n": 1}', 'cause');
      end loop;
    end
    $$
"""
AFRESH: LiteralString = "truncate public.notifications, realtime.messages cascade"
ANNOUNCE: dict[bool, LiteralString] = {
    True: "alter table public.notifications enable trigger user",
    False: "alter table public.notifications disable trigger user",
}


def _seconds(connection: Connection, query: LiteralString, *, announced: bool) -> float:
    """Raises `RuntimeError` unless everybody has been told."""
    connection.execute(AFRESH)
    connection.execute(ANNOUNCE[announced])
    began = perf_counter()
    connection.execute(query)
    taken = perf_counter() - began
    [(told,)] = connection.execute("select count(*) from public.notifications where in_app").fetchall()
    if told != PEOPLE:
        raise RuntimeError(f"{told} of {PEOPLE} were told")
    return taken


def _compared(connection: Connection, how: str, told: LiteralString, inserted: LiteralString) -> Figure:
    ours, bare = [], []
    for number in range(ROUNDS + 1):
        bare_now = _seconds(connection, inserted, announced=False)
        ours_now = _seconds(connection, told, announced=True)
        if number:
            ours.append(ours_now)
            bare.append(bare_now)
    return Figure(
        "notify",
        f"{PEOPLE:,} notifications in the app per second, {how} / bare inserts",
        median(bare) / median(ours),
        ">=",
        0.5,
        {"told_per_s": PEOPLE / median(ours), "inserted_per_s": PEOPLE / median(bare), "rounds": ROUNDS},
    )


async def measure() -> list[Figure]:
    """Two figures."""
    with project() as stack, psycopg.connect(stack.dsn, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(ACCOUNTS, (PEOPLE,))
        connection.execute(PROFILES)
        connection.execute("set session_replication_role = origin")
        connection.execute(KIND)
        connection.execute("vacuum (analyze)")
        return [
            _compared(connection, "at once", TOLD_AT_ONCE, INSERTED_AT_ONCE),
            _compared(connection, "one by one", TOLD_ONE_BY_ONE, INSERTED_ONE_BY_ONE),
        ]
