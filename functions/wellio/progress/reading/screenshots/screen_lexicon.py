"""`lexicon.toml`, compiled: phrases by their normal form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

FUZZY_FROM = 6
"""Letters that a word must have to be recognised with one of them misread."""

_ALIKE = str.maketrans("авеёкмнорстухы", "abeekmhopctyxь")
"""Letters that OCR takes for each other: alike in both scripts, and «ы» whose last stroke is lost."""


@dataclass(frozen=True)
class ScreenLexicon:
    """What phrases mean. Keys are normal forms, see `normal`."""

    phrases: dict[str, str]
    """Of labels: `label:protein`, `reason:aim`, `meal:lunch`, `workout:cardio`, `other:known`, by phrase."""
    units: dict[str, str]
    target: frozenset[str]
    filler: frozenset[str]
    dated: frozenset[str]
    diary: frozenset[str]
    tabs: frozenset[str]
    product: frozenset[str]
    myfitnesspal: frozenset[str]
    longest: int
    """Words in the longest phrase."""

    def meaning(self, words: Sequence[str], at: int) -> tuple[int, str | None]:
        """The longest phrase that begins at a word, in how many words, and what it means."""
        for length in range(min(self.longest, len(words) - at), 0, -1):
            found = self._meaning(" ".join(words[at : at + length]))
            if found:
                return length, found
        return 1, None

    def _meaning(self, phrase: str) -> str | None:
        known = self.phrases.get(phrase)
        if known is None and len(phrase) >= FUZZY_FROM and " " not in phrase and phrase not in self.filler:
            near = [one for one in self.phrases if abs(len(one) - len(phrase)) <= 1]
            match = get_close_matches(phrase, near, n=1, cutoff=0.85)
            known = self.phrases[match[0]] if match else None
        return known


def normal(text: str) -> str:
    """Lower case, one script for letters that look alike, single spaces."""
    return re.sub(r"\s+", " ", text.lower().translate(_ALIKE)).strip()


def phrase_in(phrases: frozenset[str], text: str) -> bool:
    """Whether one of the phrases stands in the text as whole words."""
    bare = " ".join(re.findall(r"\w+", normal(text)))
    return any(f" {phrase} " in f" {bare} " for phrase in phrases)


@cache
def screen_lexicon() -> ScreenLexicon:
    data = tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8"))
    groups = {
        "other": "other",
        "meals": "meal",
        "workouts": "workout",
        "labels": "label",
        "reasons": "reason",
    }
    phrases = {
        normal(phrase): f"{name}:{kind}"
        for group, name in groups.items()
        for kind, listed in data[group].items()
        for phrase in listed
    }
    words = {kind: frozenset(map(normal, listed)) for kind, listed in data["words"].items()}
    units = {normal(word): unit for unit, forms in data["units"].items() for word in forms}
    return ScreenLexicon(phrases, units, **words, longest=max(len(phrase.split()) for phrase in phrases))
