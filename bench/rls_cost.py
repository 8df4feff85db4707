"""What RLS costs: a coach's dashboard queries as the coach / as the owner, whom RLS does not hold.

One database of a million events; the coach has 200 clients. Each query runs as the two in turn, over
connections that have run it before, as those of a pool have; the ratio is of the medians. The plans of what
ran as the coach are in `plans/`.

All four are told by functions that ask once per call whose facts they are (`sql/progress/functions_my_facts.sql`), what
policies would ask for each table and statement within. By policies the summary took 1.3 to 1.44 of the owner's time and
the feed page 1.14 to 1.18, where each event was compared with the ids of up to 200 clients.
"""

from __future__ import annotations

from bench.dashboard import QUERIES, timed, write_plans
from bench.figure import Figure
from bench.population import MILLION, populate, project

ROUNDS = 200


async def measure() -> list[Figure]:
    """One figure a query."""
    figures = []
    with project() as stack:
        people = populate(stack.dsn, other_clients=MILLION)
        write_plans(people)
        for name in QUERIES:
            with people.as_coach() as coach, people.as_owner() as owner:
                as_coach, as_owner = timed(name, (people, coach), (people, owner), rounds=ROUNDS)
            figures.append(
                Figure(
                    "rls_cost",
                    f"{name}: as the coach / as the owner",
                    as_coach.p50_ms / as_owner.p50_ms,
                    "<=",
                    1.10,
                    {
                        "coach_p50_ms": as_coach.p50_ms,
                        "owner_p50_ms": as_owner.p50_ms,
                        "events": people.events,
                    },
                )
            )
    return figures
