"""What the clients of the demo logged, and their plans: `seed/progress`, with its days made real."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, TypeAdapter

from wellio_demo.people import Client
from wellio_demo.scene import SEEDS, Data

SEED = SEEDS / "progress"
FIRST_DAY = -28
WEEKS = 4

_PLACEHOLDER = re.compile(r"\{on:(-[1-6])\}")
_WEEKDAYS = {
    "en": ["on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday", "on Sunday"],
    "ru": ["в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье"],
}


class Plan(Data):
    """A plan in force from `first_day` to `last_day`, or without an end."""

    type: Literal["nutrition", "training", "combined"]
    title: str
    first_day: int = Field(ge=FIRST_DAY, lt=0)
    last_day: int | None = Field(default=None, lt=0)
    config: dict[str, Any]


class Line(Data):
    """One log as it was written."""

    day: int = Field(ge=FIRST_DAY, lt=0)
    time: time
    text: str = Field(min_length=1)
    photo: str | None = None

    def written_on(self, today: date) -> date:
        """The client's day on which it was written."""
        return today + timedelta(days=self.day)

    def moment(self, today: date, timezone: str) -> datetime:
        """When it was written."""
        return datetime.combine(self.written_on(today), self.time, ZoneInfo(timezone))

    def words(self, today: date) -> str:
        """The text with its weekdays filled in."""
        names = _WEEKDAYS["ru" if re.search("[а-яё]", self.text, re.IGNORECASE) else "en"]
        written = self.written_on(today)
        return _PLACEHOLDER.sub(
            lambda found: names[(written + timedelta(days=int(found[1]))).weekday()], self.text
        )


def lines_of(client: Client) -> list[Line]:
    """What the client logged, in order."""
    text = (SEED / "logs" / f"{client.key}.jsonl").read_text(encoding="utf-8")
    return TypeAdapter(list[Line]).validate_json(f"[{','.join(text.splitlines())}]")


def plans_of(client: Client) -> list[Plan]:
    """The client's plans, in order."""
    plans = tomllib.loads((SEED / "plans.toml").read_text(encoding="utf-8"))
    return TypeAdapter(list[Plan]).validate_python(plans[client.key])


def weeks_of(client: Client, now: datetime) -> list[date]:
    """The Mondays of the completed weeks that have lines."""
    first = client.today(now) + timedelta(days=FIRST_DAY)
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(weeks=week) for week in range(WEEKS)]


def photo(name: str) -> Path:
    """The file of a picture."""
    return SEED / "media" / name
