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
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from wellio.progress.reading.rules.spelling import Speller, Transliterator

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
        self.short = [(words[0], value) for words, kind, value in phrases if kind == "short"]
        """Words too short for the speller, and what they measure: see `typos.py`."""
        phrases = [phrase for phrase in phrases if phrase.kind != "short"]
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
        self._first = lru_cache(maxsize=50_000)(lambda word, abroad: self._step([self._root], word, abroad))
        self.sign = lru_cache(maxsize=10_000)(self._sign)
        self.spelt_abroad = lru_cache(maxsize=50_000)(self._spelt_abroad)

    def match(self, words: list[str], at: int, *, abroad: bool = False) -> tuple[int, Senses]:
        """How many words the longest phrase at word `at` takes, and its senses; none when unknown.

        `abroad`: the line is written in letters of another alphabet («ves 74.3, son 7 chasov»).
        """
        best, (senses, level) = 1, self._first(words[at], abroad)
        if not level:
            return best, senses
        for length, word in enumerate(itertools.islice(words, at + 1, None), start=2):
            if not level:
                break
            found, level = self._step(level, word, abroad)
            if found:
                best, senses = length, found
        return best, senses

    def _step(self, level: list[_Node], word: str, abroad: bool) -> tuple[Senses, list[_Node]]:
        """What the phrases of a level mean that end with this word, and those that may go on."""
        reached: list[_Node] = []
        found = NOTHING
        for pattern in self.patterns(word, abroad):
            for node in level:
                child = node.next.get(pattern)
                if child is not None:
                    if child.next:
                        reached.append(child)
                    if child.senses:
                        found = {**child.senses, **found} if found else child.senses
        return found, reached

    def exactly(self, word: str) -> Senses:
        """What a word means as it is written, without a slip mended."""
        senses: Senses = {}
        for pattern in self._known(word):
            node = self._root.next.get(pattern)
            if node is not None:
                senses = {**node.senses, **senses}
        return senses

    def _sign(self, mark: str) -> Senses:
        """What a sign means by itself: «~», «⚖»."""
        return self.match([mark], 0)[1]

    def _patterns(self, word: str, abroad: bool) -> tuple[str, ...]:
        """Patterns of the lexicon that this word fits, the most exact first."""
        if abroad and (native := self._native(word)):
            return native
        fits = self._known(word)
        if word.endswith("'s"):
            return fits + self._patterns(word[:-2], abroad)
        if len(word) < 2 or (fits and not self._loosely_known(word, fits)):
            return fits
        if not fits and self.spelt_abroad(word) > 0:
            return self._native(word)
        return fits + self._speller.patterns(word)

    def _native(self, word: str) -> tuple[str, ...]:
        for transliterator in self._transliterators:
            if native := transliterator.patterns(word):
                return native
        return ()

    def abroad(self, words: Iterable[str]) -> bool:
        """Whether words of a line are mostly those of one language in the letters of another."""
        return sum(map(self.spelt_abroad, words)) > 0

    def _spelt_abroad(self, word: str) -> int:
        """1 for a word that means something only when spelt back, -1 for one that is plainly at home."""
        native = self._native(word)
        if fits := self._known(word):
            return 0 if native or len(word) < 3 or self._loosely_known(word, fits) else -1
        senses = [child.senses for fit in native if (child := self._root.next.get(fit)) is not None]
        return int(any(not HOME_KINDS.isdisjoint(sense) for sense in senses))

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


HOME_KINDS = frozenset(
    {"label", "unit", "move", "session", "day", "weekday", "meal", "eat", "feel", "bed", "wake", "walk"}
)
"""Kinds that tell of which language a line is."""

EMPTY_KINDS = frozenset({"filler", "chat"})
"""Kinds that say only that a word is known."""

TYPO_KINDS = {
    **dict.fromkeys(("label", "unit", "session", "day", "weekday", "feel", "number"), 5),
    **dict.fromkeys(("move", "meal", "effort", "month", "multiplier", "bed", "wake", "eat", "addon"), 6),
    "mood": 7,
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
    return compiled(files("wellio.progress.reading.rules").joinpath("lexicon"))


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
