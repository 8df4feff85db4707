"""Messages as people send them: which are read right, which are asked about, and which are silently wrong.

A field line has the dated events that it reports (`expect`), other right readings (`alt`; an empty one is right where
somebody is asked) and its kind (`note`). Silently wrong is a message that counts as explained and is not right: neither
a person nor a model is ever asked. Asked for nothing is a right message that somebody is asked about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from bench.evaluation import TOLERANCE, Score
from wellio.progress.reading.formats import Parsed
from wellio.progress.reading.limits import breaches
from wellio.progress.reading.reading import EVENT_TYPES, days_of

Verdict = Literal["right", "asked for nothing", "asked", "silently wrong"]
_UNSAID: tuple[object, ...] = (None, "unknown", (), [], ("unspecified",), ["unspecified"])


class Expected(BaseModel):
    """An event of a field line."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    event_type: str
    date: date
    data: dict[str, Any]


class FieldLine(BaseModel):
    """One line of `field_*.jsonl`."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    id: str
    text: str
    today: date
    lang: str
    expect: tuple[Expected, ...]
    alt: tuple[tuple[Expected, ...], ...] = ()
    note: str = ""

    @property
    def kind(self) -> str:
        """The first word of its note."""
        return self.note.partition(" ")[0].rstrip(":") or "other"


def field_lines(file: Path) -> list[FieldLine]:
    """The lines of a file."""
    return [
        FieldLine.model_validate_json(line) for line in file.read_text(encoding="utf-8").split("\n") if line
    ]


@dataclass(slots=True)
class Read:
    """An event as it was read, and how sure the reader was of it."""

    event_type: str
    date: date
    data: dict[str, Any]
    confidence: float


@dataclass(slots=True)
class Tally:
    """Verdicts on some field lines, with the promises of their events."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    promises: Score = field(default_factory=Score)
    problems: list[str] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """How many lines."""
        return self.verdicts.total()

    def share(self, *verdicts: Verdict) -> float:
        """The part of the lines with one of these verdicts."""
        return sum(self.verdicts[verdict] for verdict in verdicts) / self.lines if self.lines else 0.0


def tally(pairs: Iterable[tuple[FieldLine, Parsed]]) -> dict[str, Tally]:
    """Verdicts on all lines, by language (`lang ru`) and by kind (`kind nights`)."""
    found: dict[str, Tally] = defaultdict(Tally)
    for line, parsed in pairs:
        verdict, promises = judge(line, parsed)
        for group in ("all", f"lang {line.lang}", f"kind {line.kind}"):
            found[group].verdicts[verdict] += 1
            found[group].promises.promises += promises
            if verdict in ("silently wrong", "asked"):
                found[group].problems.append(f"{verdict}: {line.id} {line.text!r}")
    return dict(found)


def judge(line: FieldLine, parsed: Parsed) -> tuple[Verdict, list[tuple[float, bool]]]:
    """The verdict on one line; and of each event read the confidence, and whether it is expected."""
    read = list(_read(line, parsed))
    matched = _match(line.expect, read)
    right = matched is not None and len(matched) == len(read)
    for alt in line.alt:
        other = _match(alt, read)
        if not right and other is not None and len(other) == len(read) and (alt or not parsed.explained):
            right, matched = True, other
    if matched is None:
        matched = [one for one in read if any(_same_event(wanted, one) for wanted in line.expect)]
    promises = [(one.confidence, one in matched) for one in read]
    if right:
        empty = not read and () in line.alt
        return ("right" if parsed.explained or empty else "asked for nothing"), promises
    return ("silently wrong" if parsed.explained else "asked"), promises


def _read(line: FieldLine, parsed: Parsed) -> Iterable[Read]:
    for name, event_type in EVENT_TYPES.items():
        for day, event in days_of(parsed, name) if name != "note" else ():
            if not breaches(event):
                yield Read(
                    event_type.value, line.today + timedelta(day), event.model_dump(), event.confidence
                )


def _match(wanted: Iterable[Expected], read: list[Read]) -> list[Read] | None:
    """The events read that are the wanted ones; None when one is missing."""
    rest = list(read)
    for event in wanted:
        found = next((one for one in rest if _same_event(event, one)), None)
        if found is None:
            return None
        rest.remove(found)
    return [one for one in read if one not in rest]


def _same_event(wanted: Expected, read: Read) -> bool:
    return (
        wanted.event_type == read.event_type
        and wanted.date == read.date
        and all(
            _same(wanted.event_type, key, value, read.data.get(key)) for key, value in wanted.data.items()
        )
    )


def _same(event: str, key: str, wanted: Any, read: Any) -> bool:
    if key == "body_focus":
        return set(wanted or ()) - {"unspecified"} == set(read or ()) - {"unspecified"}
    if wanted in _UNSAID or read in _UNSAID:
        return (wanted in _UNSAID) == (read in _UNSAID)
    near = TOLERANCE.get(f"{event}.{key}")
    return wanted == read if near is None else abs(float(wanted) - float(read)) <= near + 1e-9
