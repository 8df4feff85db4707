"""What a provider says, on its way into the database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from postgrest.exceptions import APIError
from supabase import AsyncClient

from wellio.billing.provider import Fact, Revision, as_json
from wellio.foundation.errors import Retry
from wellio.foundation.rows import Row

TRIES = 5


class Event(Row):
    """Something that a provider has told us by itself."""

    id: str
    type: str
    object_id: str


class Ledger:
    """The database, for facts of one provider."""

    def __init__(self, client: AsyncClient, provider: str) -> None:
        self._worker = client.schema("worker")
        self._provider = provider

    async def is_known(self, event: Event) -> bool:
        """Whether the event has been applied."""
        return bool((await self._look(event.id, event.object_id))["seen"])

    async def revision(self, object_id: str) -> int:
        return int((await self._look("", object_id))["revision"])

    async def store(
        self, ask: Callable[[Revision], Awaitable[list[Fact]]], event: Event | None = None
    ) -> None:
        """Ask the provider and store what it says, with the event that it answers. While we ask somebody may have
        stored something newer: then we ask again.
        """
        for _ in range(TRIES):
            told: dict[str, Any] = {
                "p_provider": self._provider,
                "p_event_id": event.id if event else None,
                "p_type": event.type if event else "",
                "p_object_id": event.object_id if event else "",
                "p_facts": as_json(await ask(self.revision)),
            }
            try:
                await self._worker.rpc("apply_payment_event", told).execute()
            except APIError as error:
                if error.code == "PT409" and "provider_moved_on" in (error.details or ""):
                    continue
                raise
            return
        raise Retry("provider_moved_on", "The provider is saying something newer all the time.")

    async def attach(self, payment_id: str, checkout_id: str, url: str) -> None:
        await self._worker.rpc(
            "attach_checkout",
            {"p_payment_id": payment_id, "p_checkout_id": checkout_id, "p_checkout_url": url},
        ).execute()

    async def customer_of(self, account_id: str) -> str | None:
        answer = (await self._worker.rpc("customer_of", {"p_account_id": account_id}).execute()).data
        return str(answer) if answer else None

    async def _look(self, event_id: str, object_id: str) -> dict[str, int | bool]:
        asked = {"p_provider": self._provider, "p_event_id": event_id, "p_object_id": object_id}
        return (await self._worker.rpc("provider_revision", asked).execute()).data  # type: ignore[return-value]
