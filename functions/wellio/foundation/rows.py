"""The form of what goes to the database and comes from it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

QUIET = ConfigDict(hide_input_in_errors=True)
"""Errors name the place and the kind: the input may be what a client wrote. Adapters need it too."""


class Row(BaseModel):
    """Base of the rows. Immutable; columns that are not asked for are ignored."""

    model_config = ConfigDict(frozen=True, **QUIET)


class Spender(Row):
    """A client, as far as the day's budgets of model calls go: `private.spender`."""

    id: UUID
    account_id: UUID
    """Who pays: the coach, or where there is none the client's own account."""
    today: date
    """The UTC day now, which is not that of a log that is read late."""
    model_calls_today: int
    account_calls_today: int
