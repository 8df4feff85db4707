"""`lexicon.toml`, compiled: phrases by their normal form."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

FUZZY_FROM = 6
"""Letters that a word must have to be recognised with one of them misread."""

_ALIKE = str.maketrans("асеорхукёы", "aceopxykeь")
"""Letters that OCR takes for each other: alike in both scripts, and «ы» whose last stroke is lost."""


@dataclass(frozen=True)
class ScreenLexicon:
    """What phrases mean. Keys are normal forms, see `normal`."""

    labels: dict[str, str]
    """`protein`, `silent`, `workout:cardio`, `meal:breakfast` ... by phrase."""
    units: dict[str, str]
    target: frozenset[str]
    filler: frozenset[str]
    average: frozenset[str]
    product: frozenset[str]
    myfitnesspal: frozenset[str]
    longest: int
    """Words in the longest label."""

    def label(self, phrase: str) -> str | None:
        """The meaning of a phrase, of a long word even if one letter of it was misread."""
        known = self.labels.get(phrase)
        if known is None and len(phrase) >= FUZZY_FROM and " " not in phrase:
            near = [label for label in self.labels if abs(len(label) - len(phrase)) <= 1]
            match = get_close_matches(phrase, near, n=1, cutoff=0.85)
            known = self.labels[match[0]] if match else None
        return known


def normal(text: str) -> str:
    """Lower case, one script for letters that look alike, single spaces."""
    return re.sub(r"\s+", " ", text.lower().translate(_ALIKE)).strip()


@cache
def screen_lexicon() -> ScreenLexicon:
    data = tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8"))
    labels = {normal(phrase): kind for kind, phrases in data["labels"].items() for phrase in phrases}
    labels |= {normal(p): f"meal:{kind}" for kind, phrases in data["meals"].items() for p in phrases}
    labels |= {normal(p): f"workout:{kind}" for kind, phrases in data["workouts"].items() for p in phrases}
    words = {kind: frozenset(map(normal, phrases)) for kind, phrases in data["words"].items()}
    units = {normal(word): unit for unit, forms in data["units"].items() for word in forms}
    return ScreenLexicon(labels, units, **words, longest=max(len(phrase.split()) for phrase in labels))
