"""The weekly job for 10,000 clients: set by set against one by one, and its facts against a bare scan.

Queueing: `private.queue_weekly_reports` once / a call of `request_weekly_report` for each client, as their
coaches. Facts: those of all of them, read and sent / that week's events, read and sent as they are; both with
COPY. In `detail` is also what the events take that are read, their numbers looked up, and not sent.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from itertools import groupby
from operator import itemgetter
from time import perf_counter

from bench.figure import Figure
from bench.population import MILLION, Connection, Population, populate, project

ROUNDS = 5
FORGET = "truncate public.weekly_reports cascade; select pgmq.purge_queue('reports')"
WEEK = "date_trunc('week', now())::date - 7"
FACTS = f"""
    select f.* from private.period_facts(
      array(select id from public.clients order by id),
      array(select {WEEK} from public.clients),
      array(select {WEEK} + 6 from public.clients)
    ) f
"""  # noqa: S608 - constants
SCAN = f"select {{}} from public.progress_events where date_for_metric between {WEEK} and {WEEK} + 6"  # noqa: S608
NUMBERS = ", ".join(f"count(data_json ->> '{key}')" for key in ("calories", "value", "steps", "hours"))


async def measure() -> list[Figure]:
    """Two figures."""
    with project() as stack:
        people = populate(stack.dsn, other_clients=MILLION)
        with people.as_owner() as owner:
            queued, in_one = _set_based(owner)
            one_by_one = _one_by_one(people, owner, queued)
            facts = _median(lambda: _sent(owner, FACTS))
            scan = _median(lambda: _sent(owner, SCAN.format("*")))
            looked_into = _median(lambda: owner.execute(SCAN.format(NUMBERS).encode()).fetchall())
    return [
        Figure(
            "weekly_job",
            f"queueing {queued:,} clients: set-based / one at a time",
            in_one / one_by_one,
            "<=",
            0.05,
            {"set_based_s": in_one, "one_at_a_time_s": one_by_one},
        ),
        Figure(
            "weekly_job",
            f"facts of {queued:,} clients / a bare scan of that week's events",
            facts / scan,
            "<=",
            3,
            {"facts_s": facts, "scan_s": scan, "numbers_looked_up_only_s": looked_into},
        ),
    ]


def _set_based(owner: Connection) -> tuple[int, float]:
    owner.execute(FORGET.encode())
    began = perf_counter()
    [(queued,)] = owner.execute("select private.queue_weekly_reports()").fetchall()
    return int(queued), perf_counter() - began


def _one_by_one(people: Population, owner: Connection, expected: int) -> float:
    owner.execute(FORGET.encode())
    clients = owner.execute("select coach_id::text, id from public.clients order by coach_id").fetchall()
    request = f"select public.request_weekly_report(%s, {WEEK})".encode()
    with people.as_coach() as coach:
        began = perf_counter()
        for coach_id, theirs in groupby(clients, key=itemgetter(0)):
            coach.execute("select set_config('request.jwt.claims', %s, false)", (f'{{"sub": "{coach_id}"}}',))
            for _, client_id in theirs:
                coach.execute(request, (client_id,))
        seconds = perf_counter() - began
    [(queued,)] = owner.execute("select count(*) from public.weekly_reports").fetchall()
    if queued != expected:
        raise RuntimeError(f"{queued} reports one at a time, {expected} at once")
    return seconds


def _sent(owner: Connection, query: str) -> None:
    with owner.cursor().copy(f"copy ({query}) to stdout".encode()) as rows:
        for _ in rows:
            pass


def _median(work: Callable[[], object]) -> float:
    """Seconds, after one round that is not counted."""
    work()
    times = []
    for _ in range(ROUNDS):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return statistics.median(times)
