"""What does our queue use cost? The same work through a procrastinate worker by the same through ours.

Both have one process, up and idle, 32 jobs in flight, the rules, the same Postgres. A round inserts 1,000
logs in one statement and ends when the last job is done. Ours: trigger, pgmq, a nudge through pg_net,
`process_logs`, claims and results through PostgREST. Procrastinate's: the trigger is disabled, as many jobs
are deferred in one call, its worker is notified, and each task does what `bench/procrastinate_worker.py`
says. Rounds alternate; the ratio is that of the medians, and above 1 we are ahead.
"""

from __future__ import annotations

import sys
from itertools import cycle, islice
from statistics import median
from typing import LiteralString

from procrastinate import App
from procrastinate.types import JSONDict

from bench.figure import Figure
from bench.procrastinate_worker import CONCURRENCY, DSN, SCHEMA, TASK, app_at
from bench.workload import LEAVE_OUT_QUEUE, QUEUE, Diary, Watch, demo_lines, diary, project
from wellio_local.node import quiet_environment
from wellio_local.project import ROOT
from wellio_local.stack.stack import Stack

ALL_DONE: LiteralString = """
    select not exists (select from procrastinate.procrastinate_jobs where status in ('todo', 'doing'))
"""
LOGS = 1000
ROUNDS = 5
CLIENTS = 10


async def measure() -> list[Figure]:
    """One figure."""
    texts = list(islice(cycle(demo_lines()), LOGS))
    ours, theirs = [], []
    env = {"DRAIN_BATCH": str(CONCURRENCY)}
    async with project("queue", functions_env=env) as stack, diary(stack, CLIENTS) as clients:
        await clients.db.execute(f"create schema {SCHEMA}".encode())
        async with app_at(stack.dsn).open_async() as app:
            await app.schema_manager.apply_schema_async()
            _start_worker(stack)
            for number in range(ROUNDS + 1):
                ours_now, theirs_now = await _ours(clients, texts), await _theirs(clients, texts, app)
                if number:  # in the first one what is loaded on first use is loaded
                    ours.append(ours_now)
                    theirs.append(theirs_now)
    return [
        Figure(
            "queue_cost",
            "1,000 logs through a procrastinate worker / through ours, time",
            median(theirs) / median(ours),
            ">",
            1.0,
            {
                "ours_logs_per_s": LOGS / median(ours),
                "procrastinate_logs_per_s": LOGS / median(theirs),
                "rounds": ROUNDS,
            },
        )
    ]


def _start_worker(stack: Stack) -> None:
    """Ends with the stack."""
    stack.nursery.start(
        "procrastinate",
        [sys.executable, "-m", "bench.procrastinate_worker"],
        log=stack.home / "logs" / "procrastinate.log",
        env=quiet_environment() | {DSN: stack.dsn},
        cwd=ROOT,
    )


async def _ours(clients: Diary, texts: list[str]) -> float:
    await clients.start_afresh()
    watch = Watch.start()
    await clients.add(texts)
    await clients.all_read()
    seconds = watch.seconds
    await _check(clients, len(texts))
    return seconds


async def _theirs(clients: Diary, texts: list[str], app: App) -> float:
    await clients.start_afresh()
    tables = f"{SCHEMA}.procrastinate_events, {SCHEMA}.procrastinate_jobs"
    await clients.db.execute(f"truncate {tables} cascade".encode())
    await clients.db.execute(f"vacuum analyze {tables}".encode())
    await clients.db.execute(LEAVE_OUT_QUEUE)
    try:
        watch = Watch.start()
        await clients.add(texts)
        ids = await (await clients.db.execute("select id from public.logs order by id")).fetchall()
        jobs: list[JSONDict] = [{"log_id": str(log_id)} for (log_id,) in ids]
        await app.configure_task(TASK).batch_defer_async(*jobs)
        await clients.until(ALL_DONE)
        seconds = watch.seconds
    finally:
        await clients.db.execute(QUEUE)
    await _check(clients, len(texts))
    return seconds


async def _check(clients: Diary, logs: int) -> None:
    read = await clients.value("select count(*) from public.logs where processed_at is not null")
    if read != logs or not await clients.events():
        raise RuntimeError(f"{read} of {logs} logs were read")
