"""What the demo replays: `seed/`, read and checked, with its days made real."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

SEED = Path(__file__).with_name("seed")
FIRST_DAY = -28
WEEKS = 4

_PLACEHOLDER = re.compile(r"\{on:(-[1-6])\}")
_WEEKDAYS = {
    "en": ["on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday", "on Sunday"],
    "ru": ["в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье"],
}


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(_Data):
    """Somebody with an account."""

    name: str
    email: str
    locale: Literal["ru", "en"]


class Plan(_Data):
    """A plan in force from `first_day` to `last_day`, or without an end."""

    type: Literal["nutrition", "training", "combined"]
    title: str
    first_day: int = Field(ge=FIRST_DAY, lt=0)
    last_day: int | None = Field(default=None, lt=0)
    config: dict[str, Any]


class Line(_Data):
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


class Client(Person):
    """A client with plans; the lines are in a file of the same key."""

    key: str
    timezone: str
    plans: tuple[Plan, ...]

    def today(self, now: datetime) -> date:
        """The client's calendar day at a moment."""
        return now.astimezone(ZoneInfo(self.timezone)).date()

    def lines(self) -> list[Line]:
        """What the client logged, in order."""
        text = (SEED / "logs" / f"{self.key}.jsonl").read_text(encoding="utf-8")
        return TypeAdapter(list[Line]).validate_json(f"[{','.join(text.splitlines())}]")

    def weeks(self, now: datetime) -> list[date]:
        """The Mondays of the completed weeks that have lines."""
        first = self.today(now) + timedelta(days=FIRST_DAY)
        monday = first - timedelta(days=first.weekday())
        return [monday + timedelta(weeks=week) for week in range(WEEKS)]


class People(_Data):
    """Everybody in the demo."""

    password: str
    coach: Person
    clients: tuple[Client, ...]


def people() -> People:
    """The people of `seed/people.toml`. Raises `ValueError` where it is malformed."""
    return People.model_validate(tomllib.loads((SEED / "people.toml").read_text(encoding="utf-8")))


def photo(name: str) -> Path:
    """The file of a picture."""
    return SEED / "media" / name
