"""Compares the provider's payments with ours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from supabase import AsyncClient

from wellio.billing.provider import Provider
from wellio.foundation.rows import Row

PAGE = 1000
SLACK = timedelta(days=2)
"""A payment may be asked for before it arrives."""


class Entry(Row):
    """One of our payments. Of one whose client was erased only the name at the provider is left."""

    intent_id: str
    amount: int | None
    refunded: int | None
    currency: str
    status: str


async def differences(provider: Provider, client: AsyncClient, since: datetime) -> list[str]:
    """A line for each payment that differs, with the provider's name for it."""
    ours = {entry.intent_id: entry for entry in await _entries(client, since - SLACK)}
    found: list[str] = []
    async for theirs in provider.payments(since):
        entry = ours.pop(theirs.intent_id, None)
        if entry is None:
            found.append(f"{theirs.intent_id}: received, and not in our books")
        elif entry.status != "erased":
            if entry.status in {"pending", "failed"}:
                found.append(f"{theirs.intent_id}: received, and {entry.status} in our books")
            for name in ("amount", "refunded", "currency"):
                if getattr(entry, name) != getattr(theirs, name):
                    found.append(
                        f"{theirs.intent_id}: {name} {getattr(theirs, name)} there, {getattr(entry, name)} here"
                    )
    return found + [
        f"{entry.intent_id}: in our books, and not received"
        for entry in ours.values()
        if entry.status in {"completed", "refunded", "partially_refunded"}
    ]


async def _entries(client: AsyncClient, since: datetime) -> list[Entry]:
    found: list[Entry] = []
    while True:
        query = client.schema("worker").rpc("ledger_payments", {"p_since": since.isoformat()})
        rows: Any = (await query.range(len(found), len(found) + PAGE - 1).execute()).data
        found += [Entry.model_validate(row) for row in rows]
        if len(rows) < PAGE:
            return found
