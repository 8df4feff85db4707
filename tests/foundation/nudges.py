"""pg_net's part, played by hand on a stack where nobody sends what waits in its queue."""

from __future__ import annotations

from typing import Any

import httpx
from psycopg import AsyncConnection
from psycopg.rows import dict_row

TAKE = """
    with taken as (delete from net.http_request_queue returning id, url, headers, body)
    select url, headers, convert_from(body, 'utf8') as body from taken order by id
"""


async def take_nudges(connection: AsyncConnection[Any]) -> list[httpx.Request]:
    """Takes out of the queue what would be sent, oldest first."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(TAKE)
        rows = await cursor.fetchall()
    return [httpx.Request("POST", row["url"], headers=row["headers"], content=row["body"]) for row in rows]


async def deliver_nudge(connection: AsyncConnection[Any]) -> int | None:
    """Sends what would be sent last. Returns the status; None where nobody answered."""
    nudge = (await take_nudges(connection))[-1]
    async with httpx.AsyncClient(timeout=60) as web:
        try:
            answer = await web.send(nudge)
        except httpx.TransportError:
            return None
    return answer.status_code
