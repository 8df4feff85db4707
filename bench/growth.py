"""How it grows: a coach's dashboard queries in a database of a million events / of ten thousand.

What is asked for is the same in both: the million has other coaches' clients and older days on top.
"""

from __future__ import annotations

from bench.dashboard import QUERIES, timed
from bench.figure import Figure
from bench.population import MILLION, TEN_THOUSAND, populate, project

ROUNDS = 200


async def measure() -> list[Figure]:
    """One figure a query."""
    figures = []
    with project() as small, project() as large:
        few = populate(small.dsn, other_clients=TEN_THOUSAND)
        many = populate(large.dsn, other_clients=MILLION)
        for name in QUERIES:
            with few.as_coach() as of_few, many.as_coach() as of_many:
                in_few, in_many = timed(name, (few, of_few), (many, of_many), rounds=ROUNDS)
            figures.append(
                Figure(
                    "growth",
                    f"{name}: at {many.events:,} events / at {few.events:,}",
                    in_many.p50_ms / in_few.p50_ms,
                    "<=",
                    1.3,
                    {"many_p50_ms": in_many.p50_ms, "few_p50_ms": in_few.p50_ms},
                )
            )
    return figures
