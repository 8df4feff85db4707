"""What one cell says: labels, values, both, or something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from wellio.progress.reading.screenshots.layout import Box, Cell
from wellio.progress.reading.screenshots.screen_lexicon import ScreenLexicon, normal

Part = tuple[Literal["label"], str] | tuple[Literal["number"], "Number"] | tuple[Literal["text"], str]

SURE_WORD = 0.6
"""A figure that the engine is less sure of is doubtful."""

_TOKEN = re.compile(
    r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)"
    r"|(?P<number>\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
    r"|(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)"
    r"|(?P<mark>[/%+~-])"
    r"|(?P<odd>\N{WHITE SQUARE})"
)
_GROUPED = re.compile(r"\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+")


@dataclass(frozen=True)
class Number:
    """A figure as printed; what its dots mean depends on what it measures."""

    text: str
    unit: str | None
    box: Box
    sure: bool = True
    then: Number | None = None
    """The minutes after the hours."""

    @property
    def whole(self) -> float:
        """As a count or kcal: dots and spaces before three digits set off thousands."""
        if _GROUPED.fullmatch(self.text):
            return float(re.sub(r"\D", "", self.text))
        return self.decimal

    @property
    def decimal(self) -> float:
        return float(re.sub(r"[\s'’]", "", self.text).replace(",", "."))

    @property
    def hours(self) -> float | None:
        """As a duration; None where it is not plainly one."""
        if self.unit == "clock":
            hours, minutes, *_ = map(int, self.text.split(":"))
            return hours + minutes / 60 if minutes < 60 else None
        if self.unit == "h" and self.then is not None:
            plain = self.text.isdigit() and self.then.text.isdigit() and self.then.decimal < 60
            return self.decimal + self.then.decimal / 60 if plain else None
        if self.unit == "h" and self.decimal <= 24:
            return self.decimal
        if self.unit == "min" and self.text.isdigit() and self.decimal < 24 * 60:
            return self.decimal / 60
        return None


@dataclass(frozen=True)
class Said:
    """A cell, understood: `parts` in their order, or `foreign` when some word of it is not known."""

    cell: Cell
    labels: tuple[str, ...]
    numbers: tuple[Number, ...]
    order: str
    """One letter a part, `l` or `n`: what stands where."""
    foreign: bool
    aims: bool
    """It has a target («of 2100»), which is not among the numbers."""


def said(cell: Cell, words: ScreenLexicon) -> Said:
    """Read one cell."""
    parts = _without_targets(_parts(cell, words), words)
    labels = tuple(part[1] for part in parts if part[0] == "label")
    numbers = tuple(part[1] for part in parts if part[0] == "number")
    foreign = any(part[0] == "text" and len(part[1]) > 1 and part[1] not in words.filler for part in parts)
    order = "".join(part[0][0] for part in parts if part[0] in ("label", "number"))
    return Said(cell, labels, numbers, order, foreign, ("text", "/") in parts)


def phrase_in(phrases: frozenset[str], text: str) -> bool:
    """Whether one of the phrases stands in the text as whole words."""
    bare = " ".join(re.findall(r"\w+", normal(text)))
    return any(f" {phrase} " in f" {bare} " for phrase in phrases)


def _parts(cell: Cell, words: ScreenLexicon) -> list[Part]:
    matches = list(_TOKEN.finditer(cell.text))
    tokens = [(match.lastgroup or "", match.group()) for match in matches]
    parts: list[Part] = []
    at = 0
    while at < len(tokens):
        kind, text = tokens[at]
        if kind in ("number", "clock"):
            number = Number(
                text,
                "clock" if kind == "clock" else None,
                cell.box,
                cell.confidence(*matches[at].span()) >= SURE_WORD,
            )
            at += 1
            unit = words.units.get(normal(tokens[at][1])) if at < len(tokens) else None
            if kind == "number" and at < len(tokens) and tokens[at][1] == "%":
                unit = "other"
            if unit and kind == "number" and not _begins_label(tokens, at, words):
                number = Number(text, unit, cell.box, number.sure)
                at += 1
            _append(parts, number)
        elif kind == "odd":
            parts.append(("text", "unreadable"))
            at += 1
        elif kind == "mark":
            parts.append(("text", text))
            at += 1
        else:
            length, label = _label_at(tokens, at, words)
            if label is not None:
                parts.append(("label", label))
            elif words.units.get(normal(text)) == "kcal":
                parts.append(("label", "kcal"))
            elif normal(text) not in words.units:
                parts.append(("text", normal(text)))
            at += length
    return parts


def _append(parts: list[Part], number: Number) -> None:
    """Minutes right after hours are one value with them."""
    if parts and parts[-1][0] == "number" and parts[-1][1].unit == "h" and number.unit in ("min", None):
        hours = parts[-1][1]
        if hours.then is None and number.decimal < 60:
            parts[-1] = ("number", Number(hours.text, "h", hours.box, hours.sure, number))
            return
    parts.append(("number", number))


def _label_at(tokens: list[tuple[str, str]], at: int, words: ScreenLexicon) -> tuple[int, str | None]:
    """The longest label that begins at a token, and in how many tokens."""
    for length in range(min(words.longest, len(tokens) - at), 0, -1):
        taken = tokens[at : at + length]
        if all(kind == "word" for kind, _ in taken):
            label = words.label(" ".join(normal(text) for _, text in taken))
            if label is not None:
                return length, label
    return 1, None


def _begins_label(tokens: list[tuple[str, str]], at: int, words: ScreenLexicon) -> bool:
    length, label = _label_at(tokens, at, words)
    return label is not None and length > 1


def _without_targets(parts: list[Part], words: ScreenLexicon) -> list[Part]:
    """«1780 of 2100», «/ 2100»: the number after is an aim; a slash is left in its place."""
    kept: list[Part] = []
    for number, part in enumerate(parts):
        before = parts[number - 1] if number else None
        if part[0] == "number" and before == ("text", "/"):
            continue
        if part[0] == "number" and before is not None and before[0] == "text" and before[1] in words.target:
            kept[-1] = ("text", "/")
            continue
        if part[0] == "number" and part[1].unit == "other":
            continue
        if part[0] == "label" and part[1] == "silent" and _is_target(parts, number):
            kept.append(("text", "/"))
            continue
        if part[0] == "number" and before == ("label", "silent") and _is_target(parts, number - 1):
            continue
        kept.append(part)
    return kept


def _is_target(parts: list[Part], number: int) -> bool:
    """«1780 goal 2100»: a silent label between two numbers belongs to the second."""
    return (
        0 < number < len(parts) - 1 and parts[number - 1][0] == "number" and parts[number + 1][0] == "number"
    )
