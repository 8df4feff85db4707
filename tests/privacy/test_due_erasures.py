"""Clients who are due to be erased go one by one: one whose erasure fails holds nobody back."""

from __future__ import annotations

from typing import LiteralString

import pytest

from tests.foundation.db import Db, opened
from tests.privacy.client_data import ERASE_DUE, erase_due
from wellio.operations.findings import Finding
from wellio.operations.health import Health, examine_health

ASK: LiteralString = "insert into public.erasure_requests (client_id, due_at) values (%s, %s)"
FAILURE: LiteralString = "select failed_at, failure from public.erasure_requests where client_id = %s"
LOCK_NOT_AVAILABLE = "55P03"


async def is_there(db: Db, client_id: str) -> bool:
    return bool(await db.rows("select from public.clients where id = %s", client_id))


async def told(db: Db) -> list[Finding]:
    """What `doctor` says of erasures."""
    health = Health.model_validate(await db.value("select worker.health()"))
    return [one for one in examine_health(health) if one.name == "queue erasures"]


@pytest.mark.slow(reason="an erasure waits five seconds for its locks")
async def test_a_client_whose_erasure_fails_is_noted_and_holds_nobody_back(database_url: str) -> None:
    async with opened(database_url) as db, opened(database_url) as holder:
        stuck, other = await db.clients(await db.person(), ["UTC", "UTC"])
        async with holder.connection.transaction():
            await holder.rows("select from public.clients where id = %s for no key update", stuck)
            await db.rows(ASK, stuck, "2000-01-01")
            await db.rows(ASK, other, "2000-01-02")
            await db.rows(ERASE_DUE)
            await erase_due(db, other)
            assert await is_there(db, stuck)
        [noted] = await db.rows(FAILURE, stuck)
        assert noted["failed_at"]
        assert noted["failure"] == LOCK_NOT_AVAILABLE
        [finding] = await told(db)  # other tests may have such a client, too
        assert (finding.status, "could not be done" in finding.fact) == ("fail", True)
        assert "public.erasure_requests" in finding.remedy
        await erase_due(db, stuck)
        assert not await is_there(db, stuck)


@pytest.mark.parametrize(
    ("failing", "seconds", "status"), [(0, None, "ok"), (1, 60, "warn"), (2, 86_401, "fail")]
)
async def test_a_failing_erasure_is_a_warning_for_a_day(
    db: Db, failing: int, seconds: int | None, status: str
) -> None:
    health = await db.value("select worker.health()")
    health["queues"]["erasures"] |= {
        "failing": failing,
        "failing_seconds": seconds,
        "visible": 0,
        "invisible": 0,
    }
    [finding] = [one for one in examine_health(Health.model_validate(health)) if one.name == "queue erasures"]
    assert finding.status == status


async def test_health_is_told_of_an_erasure_that_is_ages_overdue(db: Db) -> None:
    [client] = await db.clients(await db.person(), ["UTC"])
    await db.rows(ASK, client, "1900-01-01")
    await db.rows("update public.erasure_requests set failure = '55P03' where client_id = %s", client)
    [finding] = await told(db)
    assert finding.status == "fail"


async def test_one_client_is_erased_at_a_time(database_url: str) -> None:
    """So that nobody waits for locks of another one's erasure. The next one comes a minute later."""
    async with opened(database_url) as db, db.undone():
        first, second = await db.clients(await db.person(), ["UTC", "UTC"])
        await db.rows(ASK, second, "1990-01-02")
        await db.rows(ASK, first, "1990-01-01")
        assert str(await db.value(ERASE_DUE)) == first
        assert not await is_there(db, first)
        assert await is_there(db, second)
