"""What a conversation costs: a page of a thread among a million messages / among ten thousand, and the unread badge.

The coach who asks has 50 threads of 200 messages in both; the million has the threads of others on top.
"""

from __future__ import annotations

import statistics
from time import perf_counter
from typing import Any, LiteralString

import psycopg

from bench.figure import Figure
from bench.population import project

Connection = psycopg.Connection[tuple[Any, ...]]

ROUNDS = 300
WARM_UP = 20
OTHER_THREADS = 4950
PEOPLE = """
    insert into auth.users (id, email, raw_user_meta_data)
    select md5('bench user ' || n)::uuid, n || '@example.com', '{"role": "coach", "full_name": "Somebody"}'
    from generate_series(0, 50 + %s) n
"""
PROFILES = """
    insert into public.profiles (id, role, full_name)
    select u.id, 'coach', 'Somebody' from auth.users u on conflict (id) do nothing
"""
THREADS = """
    with pair as (
      select md5('bench thread ' || n)::uuid as id, md5('bench user ' || n)::uuid as a,
             md5('bench user ' || case when n <= 50 then 0 else n - 1 end)::uuid as b
      from generate_series(1, 50 + %s) n
    ), thread as (
      insert into public.message_threads (id, kind, direct_pair, created_by, last_seq)
      select p.id, 'direct', array[least(p.a, p.b), greatest(p.a, p.b)], p.a, 200 from pair p
    )
    insert into public.thread_participants (thread_id, user_id, last_read_seq)
    select p.id, u.id, 190 from pair p, unnest(array[p.a, p.b]) u(id)
"""
MESSAGES = """
    insert into public.messages (id, thread_id, seq, sender_id, body, sent_at)
    select gen_random_uuid(), t.id, s, t.created_by, 'Десять тысяч шагов, сон 7 часов',
           now() - s * interval '1 hour'
    from generate_series(1, 200) s, public.message_threads t
"""
PAGE: LiteralString = """
    select coalesce(json_agg(m), '[]') from (
      select id, seq, sender_id, body, reply_to, sent_at, edited_at, deleted_at
      from public.messages where thread_id = md5('bench thread 7')::uuid and state = 'sent' order by seq desc limit 40
    ) m
"""
BADGE: LiteralString = "select public.unread_messages()"


def _populate(dsn: str, other_threads: int) -> int:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(PEOPLE, (other_threads,))
        connection.execute(PROFILES)
        connection.execute(THREADS, (other_threads,))
        connection.execute(MESSAGES)
        connection.execute("vacuum (analyze)")
        [(messages,)] = connection.execute("select count(*) from public.messages").fetchall()
    return int(messages)


def _connected(dsn: str, role: str) -> Connection:
    connection = psycopg.connect(dsn, autocommit=True)
    [(user_id,)] = connection.execute("select md5('bench user 0')::uuid").fetchall()
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


async def measure() -> list[Figure]:
    """The page as the user who reads it, in both sizes; the badge in the large one."""
    with project() as small, project() as large:
        few, many = _populate(small.dsn, 0), _populate(large.dsn, OTHER_THREADS)
        of_few, of_many = _connected(small.dsn, "authenticated"), _connected(large.dsn, "authenticated")
        with of_few, of_many, _connected(large.dsn, "postgres") as owner:
            page_few, page_many = _medians(PAGE, of_few, of_many)
            badge_user, badge_owner = _medians(BADGE, of_many, owner)
    return [
        Figure(
            "messaging",
            f"page of a thread: at {many:,} messages / at {few:,}",
            page_many / page_few,
            "<=",
            1.3,
            {"many_p50_ms": page_many, "few_p50_ms": page_few},
        ),
        Figure(
            "messaging",
            "unread badge: as the user / as the owner",
            badge_user / badge_owner,
            "<=",
            1.1,
            {"user_p50_ms": badge_user, "owner_p50_ms": badge_owner},
        ),
    ]
