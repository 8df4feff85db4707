"""Words that are not in the lexicon as written: one slip of the finger, or Russian in Latin letters."""

from __future__ import annotations

from collections import defaultdict

SHORTEST_TYPO = 5
"""Shorter words have too many innocent neighbours: «весь» is not «вес»."""


class Speller:
    """Finds lexicon patterns one edit (insert, delete, replace, swap) away from a word.

    Works by deleting one letter on both sides, so that a look-up is a handful of dictionary reads.
    """

    def __init__(self, patterns: set[str]) -> None:
        self._by_deletion: dict[str, set[str]] = defaultdict(set)
        self._longest = 0
        for pattern in patterns:
            stem = pattern.rstrip("*")
            self._longest = max(self._longest, len(stem))
            if len(stem) >= SHORTEST_TYPO:
                for short in _deletions(stem):
                    self._by_deletion[short].add(pattern)

    def patterns(self, word: str) -> tuple[str, ...]:
        """Patterns the word may be a misspelling of, the longest first."""
        if len(word) < SHORTEST_TYPO:
            return ()
        found: set[str] = set()
        # Past the longest stem and a letter nothing can fit: a log may be one word of 4000 letters.
        for length in range(SHORTEST_TYPO - 1, min(len(word), self._longest + 1) + 1):
            head = word[:length]
            whole = length == len(word)
            for short in _deletions(head):
                for pattern in self._by_deletion.get(short, ()):
                    if (whole or pattern.endswith("*")) and _slip(head, pattern):
                        found.add(pattern)
        return tuple(sorted(found, key=lambda pattern: (-len(pattern), pattern)))


def _slip(head: str, pattern: str) -> bool:
    """One edit, but not of the first letter or of the last, where other words differ (a swap is a slip)."""
    stem = pattern.rstrip("*")
    if stem[0] != head[0] or (stem[-1] != head[-1] and stem[-2:] != head[:-3:-1]):
        return False
    return one_edit(head, stem)


def _deletions(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def one_edit(a: str, b: str) -> bool:
    """Whether the words are equal or one insertion, deletion, replacement or swap of neighbours apart."""
    if a == b:
        return True
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1:
        return False
    i = 0
    while i < len(a) and a[i] == b[i]:
        i += 1
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])


class Transliterator:
    """Reads words of one language written in another alphabet, by bringing both to one rough spelling."""

    def __init__(self, letters: dict[str, str], patterns: set[str]) -> None:
        self._native = {key: value for key, value in letters.items() if not key.isascii()}
        self._foreign = sorted(
            ((key, value) for key, value in letters.items() if key.isascii()), key=lambda pair: -len(pair[0])
        )
        self._exact: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        for pattern in sorted(patterns):
            if len(pattern) < 2 or pattern.isascii():
                continue
            spelt = "".join(self._native.get(letter, letter) for letter in pattern.rstrip("*"))
            (self._stems if pattern.endswith("*") else self._exact).setdefault(spelt, pattern)

    def patterns(self, word: str) -> tuple[str, ...]:
        """Patterns of the language that the foreign letters spell."""
        if not word.isascii() or len(word) < 2:
            return ()
        spelt = self._spell(word)
        fits = [self._exact[spelt]] if spelt in self._exact else []
        fits += [self._stems[spelt[:n]] for n in range(len(spelt), 3, -1) if spelt[:n] in self._stems]
        return tuple(fits)

    def _spell(self, word: str) -> str:
        spelt = []
        at = 0
        while at < len(word):
            for written, rough in self._foreign:
                if word.startswith(written, at):
                    spelt.append(rough)
                    at += len(written)
                    break
            else:
                spelt.append(word[at])
                at += 1
        return "".join(spelt)
