"""The form of what goes to the database and comes from it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

QUIET = ConfigDict(hide_input_in_errors=True)
"""Errors name the place and the kind: the input may be what a client wrote. Adapters need it too."""


class Row(BaseModel):
    """Base of the rows. Immutable; columns that are not asked for are ignored."""

    model_config = ConfigDict(frozen=True, **QUIET)
