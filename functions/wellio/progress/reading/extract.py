"""The `extract` command: labelled-line format in, events out, in the same order."""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from wellio.progress.reading.formats import Image, LogInput, Parsed
from wellio.progress.reading.limits import breaches
from wellio.progress.reading.reading import LogReader, days_of

EVENTS = ("weight", "nutrition", "workout", "steps", "sleep", "mood")
FIELDS = {
    "weight": ("value", "unit"),
    "nutrition": ("calories", "protein_g", "carbs_g", "fat_g"),
    "workout": ("type", "body_focus", "duration_min", "intensity"),
    "steps": ("steps",),
    "sleep": ("hours",),
    "mood": ("label",),
}
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


class BadLine(ValueError):
    """A line of the input is not what `extract` reads. Says which one."""


class Message(BaseModel):
    """One input line. Keys of the labelled format that are not needed here are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    id: int | str
    text: str = ""
    images: tuple[Path, ...] = ()
    """Files, relative to the folder of the input."""
    today: date
    lang: Literal["ru", "en", "mixed"] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Message:
        if "text" not in self.model_fields_set and not self.images:
            raise ValueError("text or images are needed")
        return self

    def log(self, folder: Path) -> LogInput:
        """As a log for a reader. Raises `BadLine` for a picture that cannot be opened."""
        russian = self.lang == "ru" or (self.lang != "en" and bool(_CYRILLIC.search(self.text)))
        images = tuple(self._image(folder / image) for image in self.images)
        return LogInput(text=self.text, today=self.today, locale="ru" if russian else "en", images=images)

    def _image(self, file: Path) -> Image:
        try:
            return Image(media_type=mimetypes.guess_type(file)[0] or "", data=file.read_bytes())
        except OSError as error:
            raise BadLine(f"{self.id}: the picture cannot be opened: {error}") from error


def messages(lines: Iterable[str]) -> Iterator[Message]:
    """The input, checked line by line; blank lines are skipped."""
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            yield Message.model_validate_json(text)
        except ValidationError as error:
            problem = error.errors()[0]
            where = ".".join(str(part) for part in problem["loc"])
            raise BadLine(f"line {number}: {where + ': ' if where else ''}{problem['msg']}") from error


async def extract(
    lines: Iterable[str], reader: LogReader, folder: Path = Path(), *, explain: bool = False
) -> list[str]:
    """One JSON answer for every message. Pictures are looked for in `folder`."""
    answers: list[str] = []
    for message in messages(lines):
        parsed = (await reader.read(message.log(folder))).parsed
        row = {"id": message.id, **answer(parsed)} | ({"accounts": accounts(parsed)} if explain else {})
        answers.append(json.dumps(row, ensure_ascii=False))
    return answers


def accounts(parsed: Parsed) -> list[dict[str, Any]]:
    """What became of each number and movement, in the order of the text: a field, a reason, or nothing yet."""
    found = [{"became": item.field, **asdict(item.span)} for item in parsed.evidence]
    found += [{"nothing": item.reason, **asdict(item.span)} for item in parsed.set_aside]
    found += [{"open": True, **asdict(span)} for span in parsed.unexplained]
    return sorted(found, key=lambda item: (int(str(item["start"])), int(str(item["end"]))))


def answer(parsed: Parsed) -> dict[str, Any]:
    """Events within plausible limits, and the names of those that are not.

    An event of several days is a list, the earliest day first, each with its own `date_offset_days`.
    """
    events: dict[str, Any] = {}
    out_of_range: list[str] = []
    estimated: list[str] = []
    for name in EVENTS:
        read = days_of(parsed, name)
        kept = [(day, event) for day, event in read if not breaches(event)]
        if len(kept) < len(read):
            out_of_range.append(name)
        if any(getattr(event, "estimated", False) for _, event in kept):
            estimated.append(name)
        values = [{field: getattr(event, field) for field in FIELDS[name]} for _, event in kept]
        if len(values) > 1:
            values = [
                {**value, "date_offset_days": day} for value, (day, _) in zip(values, kept, strict=True)
            ]
        events[name] = values if len(values) > 1 else values[0] if values else None
    base = parsed.date_offset_days if any(events.values()) else 0
    days = {
        name: days_of(parsed, name)[-1][0]
        for name in EVENTS
        if events[name] is not None and days_of(parsed, name)[-1][0] != base
    }
    result: dict[str, Any] = {
        "events": events,
        "date_offset_days": base,
        "out_of_range": out_of_range,
        "estimated": estimated,
        "explained": parsed.explained,
    }
    if days:
        result["date_offset_by_event"] = days
    return result
