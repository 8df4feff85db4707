"""The hash of an invite is secret, and the system sets what a browser must not."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from tests.foundation.sync_db import SyncDb
from tests.foundation.world import World
from tests.security.api import Caller, verdict


@pytest.mark.parametrize(
    "query",
    [
        "select=*",
        "select=code_hash",
        "select=id&code_hash=not.is.null",
        "select=id&or=(id.is.null,code_hash.not.is.null)",
        "select=id&order=code_hash",
        "select=hash:code_hash::text",
    ],
)
async def test_the_hash_of_an_invite_is_not_read_not_even_by_way_of_a_filter(
    query: str, world: World, caller: Callable[[World, str], Caller]
) -> None:
    assert verdict(await caller(world, "coach").select("client_invites", query)) == "grant"


async def test_what_the_system_sets_is_set_by_the_system(
    playground: World, caller: Callable[[World, str], Caller], db: SyncDb
) -> None:
    row = {"client_id": playground.client.client_id, "raw_text": "by whom?"}
    assert verdict(await caller(playground, "client").insert("logs", row)) == "ok"
    [(author, status, log_id)] = db.rows(
        """select author_type::text, ai_status::text, id from public.logs
           where client_id = %s and raw_text = 'by whom?'""",
        playground.client.client_id,
    )
    assert isinstance(log_id, UUID)
    assert author == "client"
    assert status in {"pending", "processing", "processed", "needs_review"}
