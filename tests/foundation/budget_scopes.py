"""Clients as a claim tells of them, with what they and their accounts have spent."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from wellio.progress.logs.read_log import ClientContext
from wellio.progress.reading.formats import Locale

TODAY = date(2026, 3, 4)


def budget_scope(
    client: UUID | None = None,
    account: UUID | None = None,
    *,
    today: date = TODAY,
    spent: int = 0,
    account_spent: int = 0,
    locale: Locale = "en",
) -> ClientContext:
    """A client, by default a new one of a new account. `spent`: calls today that the database knows of."""
    return ClientContext(
        id=client or uuid4(),
        account_id=account or uuid4(),
        today=today,
        model_calls_today=spent,
        account_calls_today=account_spent,
        locale=locale,
    )
