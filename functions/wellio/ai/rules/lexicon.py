"""Words and what they can mean: lexicon files compiled to tables that are fast to ask.

A lexicon file (`lexicon/<language>.toml`) is data. Each table is a *kind* (`unit`, `move`, `future` ...),
each key in it a *value*, and the string beside the key lists the patterns that mean it, separated by commas:

    [move]
    cardio = "бег(|а|ом), пробеж*, беговая дорожк*"

`*` at the end of a word stands for any ending, `(|а|ом)` for one of the listed ones; several words make a
phrase. A longer phrase beats a shorter one. A word has the senses of every pattern it fits; where two give
different values of one kind, the exact word beats a stem and a longer stem a shorter one. Recognisers
ask for the kind they need. `README.md` in that folder lists the kinds.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from wellio.ai.rules.spelling import Speller, Transliterator

Senses = dict[str, str]
NOTHING: Senses = {}


class Phrase(NamedTuple):
    """A pattern of several words (stems end in `*`) and what it means."""

    words: tuple[str, ...]
    kind: str
    value: str


class _Node:
    """A node of the phrase tree: what a phrase that ends here means, and which words may follow."""

    __slots__ = ("next", "senses")

    def __init__(self) -> None:
        self.senses: Senses = {}
        self.next: dict[str, _Node] = {}


class Lexicon:
    """All languages together: people mix them within a line."""

    def __init__(self, phrases: list[Phrase], transliterators: list[Transliterator]) -> None:
        self._root = _Node()
        self._exact: set[str] = set()
        self._stems: set[str] = set()
        for words, kind, value in phrases:
            node = self._root
            for word in words:
                (self._stems if word.endswith("*") else self._exact).add(word.rstrip("*"))
                node = node.next.setdefault(word, _Node())
            node.senses.setdefault(kind, value)
        self._speller = Speller(
            {
                words[0]
                for words, kind, _ in phrases
                if len(words) == 1 and kind in TYPO_KINDS and len(words[0].rstrip("*")) >= TYPO_KINDS[kind]
            }
        )
        self._transliterators = transliterators
        self.patterns = lru_cache(maxsize=50_000)(self._patterns)

    def match(self, words: list[str], at: int) -> tuple[int, Senses]:
        """How many words the longest phrase at word `at` takes, and its senses; none when unknown."""
        best = 1
        senses = NOTHING
        level = [self._root]
        for length, word in enumerate(itertools.islice(words, at, None), start=1):
            reached: list[_Node] = []
            found = NOTHING
            for pattern in self.patterns(word):
                for node in level:
                    child = node.next.get(pattern)
                    if child is not None:
                        reached.append(child)
                        if child.senses:
                            found = {**child.senses, **found} if found else child.senses
            if not reached:
                break
            if found:
                best, senses = length, found
            level = reached
        return best, senses

    def _patterns(self, word: str) -> tuple[str, ...]:
        """Patterns of the lexicon that this word fits, the most exact first."""
        fits = self._known(word)
        if len(word) < 2 or (fits and not self._loosely_known(word, fits)):
            return fits
        if not fits and word.endswith("'s"):
            return self._patterns(word[:-2])
        for transliterator in self._transliterators:
            if native := transliterator.patterns(word):
                return fits + native
        return fits + self._speller.patterns(word)

    def _loosely_known(self, word: str, fits: tuple[str, ...]) -> bool:
        """Only as a part of phrases, or by a filler stem far shorter than it: perhaps misspelt."""
        if word in self._exact:
            return False
        for fit in fits:
            child = self._root.next.get(fit)
            senses = child.senses if child is not None else NOTHING
            if senses and not (senses.keys() <= EMPTY_KINDS and len(word) - len(fit) >= 3):
                return False
        return True

    def _known(self, word: str) -> tuple[str, ...]:
        fits = [word] if word in self._exact else []
        fits += [word[:n] + "*" for n in range(len(word), 1, -1) if word[:n] in self._stems]
        return tuple(fits)


EMPTY_KINDS = frozenset({"filler", "chat"})
"""Kinds that say only that a word is known."""

TYPO_KINDS = {
    **dict.fromkeys(("label", "unit", "session", "day", "weekday", "feel", "number"), 5),
    **dict.fromkeys(
        ("move", "meal", "mood", "effort", "month", "multiplier", "bed", "wake", "eat", "addon"), 6
    ),
}
"""Kinds whose words are recognised through one slip of the finger, and from which length on: shorter ones
have too many innocent neighbours."""


def _expand(word: str) -> list[str]:
    """`вес(|а|ом)` -> вес, веса, весом."""
    parts = re.split(r"\(([^)]*)\)", word)
    choices = [
        part.split("|") if odd else [part] for odd, part in zip(itertools.cycle((0, 1)), parts, strict=False)
    ]
    return ["".join(choice) for choice in itertools.product(*choices)]


def read_patterns(text: str) -> list[tuple[str, ...]]:
    """The word tuples that one string of a lexicon file stands for."""
    found: list[tuple[str, ...]] = []
    for pattern in text.split(","):
        words = [_expand(word) for word in pattern.split()]
        found += [combination for combination in itertools.product(*words) if combination]
    return found


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """The languages of this package."""
    return compiled(files("wellio.ai.rules").joinpath("lexicon"))


def compiled(folder: Traversable) -> Lexicon:
    """One lexicon of every language file in the folder."""
    phrases: list[Phrase] = []
    transliterators: list[Transliterator] = []
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        tables: dict[str, dict[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))
        letters = tables.pop("transliteration", None)
        own: list[Phrase] = []
        for kind, values in tables.items():
            for value, text in values.items():
                own += [Phrase(words, kind, value) for words in read_patterns(text)]
        if letters:
            transliterators.append(Transliterator(letters, {word for phrase in own for word in phrase.words}))
        phrases += own
    return Lexicon(phrases, transliterators)
