"""A page as data: what it says, the ranges of its numbers, and which of them a coach would write down."""

from __future__ import annotations

import datetime as dt
import random
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.screens.spelling import Locale

RANGE = re.compile(r"(-?\d+(?:\.(\d+))?)\.\.(-?\d+(?:\.\d+)?)")
PLACEHOLDER = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")
NO_BREAK_SPACE = "\u00a0"


@dataclass
class Layout:
    """One `[[screen]]` of a layouts file."""

    id: str
    app: str
    body: str
    values: str = ""
    expect: list[str] = field(default_factory=list)
    alt: list[list[str]] = field(default_factory=list)
    must_not: str = ""
    phone: str = "ios"
    theme: str = "light"
    font: str = "Inter"
    width: int = 780
    height: int = 0
    scroll: int = 0
    finish: str = "png"
    group: str | None = None
    point: str | None = None
    css: str = ""
    note: str = ""

    @property
    def language(self) -> str:
        """The first part of the id."""
        return self.id.split("-")[0]

    @property
    def locale(self) -> Locale:
        """The language with the signs that the app writes numbers with."""
        russian = self.language == "ru"
        group = (NO_BREAK_SPACE if russian else ",") if self.group is None else self.group
        point = ("," if russian else ".") if self.point is None else self.point
        return Locale("ru" if russian else "en", group, point)


def layouts(file: Path) -> list[Layout]:
    """All pages of a file."""
    return [Layout(**page) for page in tomllib.loads(file.read_text(encoding="utf-8"))["screen"]]


class Page:
    """A layout with its numbers."""

    def __init__(self, layout: Layout, seed: int) -> None:
        self.layout = layout
        self.rng = random.Random(f"{seed} {layout.id}")  # noqa: S311 - drawn, not secret
        self.today = dt.date(2026, 1, 5) + dt.timedelta(self.rng.randrange(140))
        self._values: dict[str, Any] = {
            "today": self.today,
            "day": lambda offset: self.today + dt.timedelta(offset),
            "round": round,
        }
        for line in filter(None, map(str.strip, layout.values.splitlines())):
            name, _, expression = line.partition("=")
            self._values[name.strip()] = self._drawn(expression.strip())

    def _drawn(self, expression: str) -> Any:
        """A number out of `low..high`, or the value of an expression."""
        if within := RANGE.fullmatch(expression):
            low, decimals, high = within.groups()
            if decimals is None:
                return self.rng.randint(int(low), int(high))
            return round(self.rng.uniform(float(low), float(high)), len(decimals))
        return self.value(expression)

    def value(self, expression: str) -> Any:
        """What an expression over the page's values comes to."""
        return eval(expression, {"__builtins__": {}}, self._values)  # noqa: S307 - the layouts are our own

    def fill(self, text: str) -> str:
        """The text with its numbers written as the app writes them."""
        locale = self.layout.locale
        return PLACEHOLDER.sub(lambda slot: locale.spell(self.value(slot[1]), slot[2] or ""), text)

    def _event(self, label: str) -> dict[str, Any]:
        """`steps steps=walked day=-1` as an event."""
        kind, *fields = label.split()
        data = {name: self.value(expression) for name, expression in (one.split("=", 1) for one in fields)}
        date = self.today + dt.timedelta(data.pop("day", 0))
        rounded = {name: round(one, 2) if isinstance(one, float) else one for name, one in data.items()}
        return {"event_type": kind, "date": str(date), "data": rounded}

    def label(self, picture: str) -> dict[str, Any]:
        """The line of the set, in the format of field lines."""
        layout = self.layout
        line = {
            "id": layout.id,
            "text": "",
            "images": [picture],
            "today": str(self.today),
            "lang": layout.language,
            "app": layout.app,
            "expect": [self._event(one) for one in layout.expect],
            "must_not": [round(self.value(one), 2) for one in layout.must_not.split()],
        }
        if layout.alt:
            line["alt"] = [[self._event(one) for one in events] for events in layout.alt]
        if layout.note:
            line["note"] = layout.note
        return line
