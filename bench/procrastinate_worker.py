"""The same work as a task of procrastinate: `BENCH_DSN=... python -m bench.procrastinate_worker`.

What it is compared with does: note that a log is being read, read it with the rules, store the result. Both
statements are ours; claiming a job and marking it as done are procrastinate's. Everything goes over
psycopg's own connections, without a gateway in between.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any, LiteralString

from procrastinate import App, PsycopgConnector
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool

from wellio.progress.logs.media import MediaStore
from wellio.progress.logs.read_log import LogJob, read_log
from wellio.progress.reading.readers import free_reader
from wellio.progress.settings import ProgressSettings

DSN = "BENCH_DSN"
SCHEMA = "procrastinate"
TASK = "read_log"
CONCURRENCY = 32
CONNECTIONS = 8
"""Of the task, besides as many of procrastinate's own. More were not faster on two cores."""

CLAIM: LiteralString = """
    update public.logs l set ai_status = 'processing'
    from public.clients c
    where l.id = %s and c.id = l.client_id
    returning
      jsonb_build_object(
        'id', l.id, 'raw_text', l.raw_text, 'media_urls', l.media_urls, 'source', l.source,
        'local_date', l.local_date_for_client
      ),
      jsonb_build_object('locale', c.locale) || private.budget_scope(c)
"""
STORE: LiteralString = "select private.store_readings(jsonb_build_array(%s::jsonb))"


def app_at(dsn: str) -> App:
    """Procrastinate in a schema of its own."""
    return App(
        connector=PsycopgConnector(
            conninfo=dsn, max_size=CONNECTIONS, kwargs={"options": f"-c search_path={SCHEMA}"}
        )
    )


class NoPictures:
    """No log of the bench has any."""

    async def load(self, path: str) -> Any:
        raise LookupError(f"a log of the bench has a picture: {path}")


async def main() -> None:
    dsn = os.environ[DSN]
    app, provider, media = app_at(dsn), free_reader(ProgressSettings(_env_file=None)), NoPictures()
    async with AsyncConnectionPool(dsn, max_size=CONNECTIONS, kwargs={"autocommit": True}) as pool:

        @app.task(name=TASK)
        async def read(log_id: str) -> None:
            await _read(log_id, pool, provider, media)

        async with app.open_async():
            await app.run_worker_async(concurrency=CONCURRENCY)


async def _read(log_id: str, pool: AsyncConnectionPool[Any], provider: Any, media: MediaStore) -> None:
    async with pool.connection() as connection:
        row = await (await connection.execute(CLAIM, (log_id,))).fetchone()
    if row is None:
        return
    result = await read_log(LogJob.model_validate({"log": row[0], "client": row[1]}), provider, media)
    async with pool.connection() as connection:
        await connection.execute(STORE, (Jsonb(result.model_dump(mode="json")),))


if __name__ == "__main__":
    asyncio.run(main())
