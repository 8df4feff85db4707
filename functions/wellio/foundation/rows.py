"""Base of the rows that go to the database and come from it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

QUIET = ConfigDict(hide_input_in_errors=True)
"""Errors name the place and the kind, because the input may be a client's words. Type adapters need it too."""


class Row(BaseModel):
    """Base of the rows. Immutable; columns that are not asked for are ignored."""

    model_config = ConfigDict(frozen=True, **QUIET)
