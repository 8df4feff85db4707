"""Errors for the log of a service that reads people's words: what broke and where, never the message."""

from __future__ import annotations

import traceback
from pathlib import Path

from pydantic import ValidationError

NEAREST = 4
"""How many frames of each error are named, the innermost first."""


def safe_traceback(error: BaseException) -> str:
    """The classes of an error and of its causes, each with its place in the code.

    Messages are left out: a ValueError quotes the value, a KeyError the key, a ValidationError the input.
    """
    chain: list[str] = []
    current: BaseException | None = error
    while current is not None and len(chain) < NEAREST:
        chain.append(f"{_named(current)} at {_place(current)}")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return ", after ".join(chain)


def _named(error: BaseException) -> str:
    if isinstance(error, ValidationError):
        kinds = sorted({found["type"] for found in error.errors(include_url=False, include_input=False)})
        return f"{type(error).__name__}({error.title}: {' '.join(kinds)})"
    return type(error).__name__


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-NEAREST:]
    named = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
    return " < ".join(named) or "an unknown place"
