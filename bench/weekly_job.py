"""The weekly job for 10,000 clients: set by set against one by one, and its facts against a bare scan.

Queueing: `private.queue_weekly_reports` once / a call of `request_weekly_report` for each client, as their
coaches. Facts: `private.period_facts` for all of them / that week's events read and sent as they are.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import perf_counter

from bench.figure import Figure
from bench.population import MILLION, Connection, Population, populate, project

ROUNDS = 5
FORGET = "truncate public.weekly_reports cascade; select pgmq.purge_queue('weekly_reports')"
WEEK = "date_trunc('week', now())::date - 7"
FACTS = f"""
    select count(*) from private.period_facts(
      array(select id from public.clients order by id),
      array(select {WEEK} from public.clients),
      array(select {WEEK} + 6 from public.clients)
    )
"""  # noqa: S608 - constants
SCAN = f"""
    copy (
      select * from public.progress_events where date_for_metric between {WEEK} and {WEEK} + 6
    ) to stdout
"""  # noqa: S608 - constants


async def measure() -> list[Figure]:
    """Two figures."""
    with project() as stack:
        people = populate(stack.dsn, other_clients=MILLION)
        with people.as_owner() as owner:
            queued, in_one = _set_based(owner)
            one_by_one = _one_by_one(people, owner)
            facts = _median(lambda: owner.execute(FACTS.encode()).fetchall())
            scan = _median(lambda: _copied(owner))
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
            {"facts_s": facts, "scan_s": scan},
        ),
    ]


def _set_based(owner: Connection) -> tuple[int, float]:
    owner.execute(FORGET.encode())
    began = perf_counter()
    [(queued,)] = owner.execute("select private.queue_weekly_reports()").fetchall()
    return int(queued), perf_counter() - began


def _one_by_one(people: Population, owner: Connection) -> float:
    owner.execute(FORGET.encode())
    clients = owner.execute("select coach_id::text, id from public.clients").fetchall()
    with people.as_coach() as coach:
        began = perf_counter()
        for coach_id, client_id in clients:
            coach.execute(
                "select set_config('request.jwt.claims', jsonb_build_object('sub', %s::text)::text, false)",
                (coach_id,),
            )
            coach.execute(f"select public.request_weekly_report(%s, {WEEK})".encode(), (client_id,))
        return perf_counter() - began


def _copied(owner: Connection) -> None:
    with owner.cursor().copy(SCAN.encode()) as rows:
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
