"""One process that does the work of pg_net's and pg_cron's workers. For development only.

    BACKGROUND_DSN=postgresql://postgres:...@127.0.0.1:5432/postgres python -m wellio_local.services.background

It connects again when Postgres restarts, and ends on SIGTERM, on Ctrl-C and with the process that started it.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Sequence

import psycopg

from wellio_local.services.cron_worker import run_cron_worker
from wellio_local.services.net_worker import run_net_worker

log = logging.getLogger("wellio_local.services.background")

DSN = "BACKGROUND_DSN"
"""A variable, because every account of a machine can read the arguments of a process."""
RETRY_SECONDS = (0.1, 0.2, 0.5, 1.0)
PARENT_CHECK_SECONDS = 0.5


async def serve(dsn: str, cron_speed: float = 1.0) -> None:
    """Run both workers for one database until cancelled."""
    async with asyncio.TaskGroup() as group:
        group.create_task(_keep("pg_net", lambda: run_net_worker(dsn)))
        group.create_task(_keep("pg_cron", lambda: run_cron_worker(dsn, cron_speed)))


async def _keep(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Start the work again after each database error: the database may be restarting, or being reset."""
    loop = asyncio.get_running_loop()
    failures = 0
    while True:
        began = loop.time()
        try:
            await work()
        except psycopg.Error as error:
            failures = 0 if loop.time() - began > RETRY_SECONDS[-1] else failures + 1
            if failures <= len(RETRY_SECONDS):
                log.warning("%s: %s", name, str(error).strip())
        await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])


async def _until_told(work: Awaitable[None]) -> None:
    """Do the work until a signal comes or the parent process is gone."""
    loop = asyncio.get_running_loop()
    parent = os.getppid()
    task = asyncio.ensure_future(work)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    while not task.done():
        await asyncio.wait([task], timeout=PARENT_CHECK_SECONDS)
        if os.getppid() != parent:
            task.cancel()
    if not task.cancelled():
        task.result()


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m wellio_local.services.background", description=__doc__)
    parser.add_argument(
        "--cron-speed",
        type=float,
        default=1.0,
        help="how much faster than real time cron's clock goes, for tests",
    )
    options = parser.parse_args(arguments)
    dsn = os.environ.get(DSN)
    if not dsn:
        parser.error(f"{DSN} is not set: a superuser's connection URL of the database to serve")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    asyncio.run(_until_told(serve(dsn, options.cron_speed)))


if __name__ == "__main__":
    main()
