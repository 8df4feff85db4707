"""Text to tokens that remember where they stood."""

from __future__ import annotations

import re
from unicodedata import category, decimal, is_normalized, normalize

from wellio.progress.reading.rules.lexicon import NOTHING
from wellio.progress.reading.rules.nodes import Node

# Every part is bounded, or ends at what it cannot pass: text comes from strangers.
_LINK = r"(?P<link>(?:https?://|www\.)\S+ | [^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]+) |"
_REST = r"""
      (?P<dotted>[ap]\.\ ?m\b\.?)
    | (?P<word>(?:[^\W\d_]|[½¼¾])[^\W\d_]*(?:['’ʼ`][^\W\d_]+)*)
    | (?P<date>\d{4}-\d\d-\d\d | \d{1,2}\.\d{1,2}\.(?:20)?\d\d | \d{1,2}/\d{1,2}/20\d\d)(?![\d/])
    | (?P<clock>(?:[01]?\d|2[0-3]|24(?=:00)):[0-5]\d(?::[0-5]\d)?)(?![\d:])
    | (?P<stopwatch>(?:2[4-9]|[3-9]\d|1\d\d):[0-5]\d)(?![\d:])
    | (?P<number>\d{1,3}(?:,\d{3})+(?![\d]) | \d+[.,]\d+(?![\d]*[.,]\d) | \d+
        | (?<![\w.])\.\d{1,2}(?![\d.]))
    | (?P<hash>\#(?=[^\W\d_]))
    | (?P<newline>\n)
    | (?P<mark>\.{2,}|[^\w\s]|_)
    """
_TOKEN = re.compile(_REST, re.VERBOSE)
_TOKEN_OR_LINK = re.compile(_LINK + _REST, re.VERBOSE)
_PLAIN = {"ё": "е", "’": "'", "ʼ": "'", "`": "'", "–": "-", "—": "-", "−": "-", "‑": "-", "…": "."} | {
    "٫": ".",
    "٬": ",",
    "،": ",",
}
_TO_PLAIN = str.maketrans(_PLAIN)
_UNPLAIN = re.compile(rf"[{''.join(_PLAIN)}]|[^\D0-9]")
"""What is not written plainly: one of these signs, or digits of another script."""
_AS_WRITTEN = frozenset("½¼¾²³¹№")
"""Signs that keep their form: «1½» is not «11⁄2», and «10²» is not «102»."""
_UNSEEN = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u20e3\ufe0e\ufe0f\ufeff]")
"""Invisible characters, and marks that stand on a letter."""
_TWIN_LETTERS = dict(zip("aceopxyktmhb", "асеорхуктмнв", strict=True))
_TWO_SCRIPTS = re.compile(r"[a-z][а-я]|[а-я][a-z]")
_LATIN = re.compile("[a-z]")
_WORD = re.compile(r"[a-zа-я]+")


def fold(text: str) -> tuple[str, list[int] | None]:
    """The text in lower case and one Unicode form, and where each character stood.

    None for the places: every character stays where it was.
    """
    if text.isascii():
        return text.lower(), None
    lowered = text.lower()
    if len(lowered) == len(text) and is_normalized("NFKC", lowered) and not _UNSEEN.search(lowered):
        places: list[int] | None = None
        folded = lowered
    else:
        folded, places = _normal_form(text)
    if _UNPLAIN.search(folded):
        folded = _DIGITS.sub(lambda digit: str(decimal(digit.group())), folded.translate(_TO_PLAIN))
    if _LATIN.search(folded) and _TWO_SCRIPTS.search(folded):
        folded = _WORD.sub(_one_script, folded)
    return folded, places


_DIGITS = re.compile(r"[^\D0-9]")


def _normal_form(text: str) -> tuple[str, list[int]]:
    """NFKC in lower case, a letter and the marks on it at a time; invisible characters and stress marks go."""
    letters: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and end - at < _MOST_MARKS and category(text[end]) in _MARKS:
            end += 1
        written = text[at:end]
        if written[0] not in _AS_WRITTEN:
            written = normalize("NFKC", written)
        for letter in written.lower():
            kind = category(letter)
            if kind != "Cf" and kind not in _MARKS:
                letters.append(letter)
                places.append(at)
        at = end
    return "".join(letters), places


_MARKS = frozenset({"Mn", "Me"})
_MOST_MARKS = 30


def _one_script(word: re.Match[str]) -> str:
    """«вec» with Latin letters that look Cyrillic, or the reverse: all in the script that has them all."""
    text = word.group()
    if not _TWO_SCRIPTS.search(text):
        return text
    latin = [letter for letter in text if letter.isascii()]
    if all(letter in _TWIN_LETTERS for letter in latin):
        return "".join(_TWIN_LETTERS.get(letter, letter) for letter in text)
    twins = {cyrillic: letter for letter, cyrillic in _TWIN_LETTERS.items()}
    if all(letter.isascii() or letter in twins for letter in text):
        return "".join(twins.get(letter, letter) for letter in text)
    return text


def tokenize(text: str) -> list[Node]:
    """All tokens of the text, in order, without senses. A hyphen inside a word only separates its parts."""
    folded, places = fold(text)
    found: list[Node] = []
    end = -1
    linked = "@" in folded or "http" in folded or "www." in folded  # one of these is in every link
    token = _TOKEN_OR_LINK if linked else _TOKEN
    for match in token.finditer(folded):
        kind = match.lastgroup or "mark"
        if kind in _SKIPPED:
            continue
        before = end
        start, end = match.span()
        glued, written = start == before, folded[start:end]
        if kind == "dotted":  # «6 a.m.»
            kind, written = "word", written[0] + "m"
        if glued and kind == "word" and _hyphenated(found):
            found.pop()
        if places is None:
            found.append(Node(kind, written, start, end, glued, NOTHING))
        else:
            last = places[end] if end < len(places) else len(text)
            found.append(Node(kind, written, places[start], last, glued, NOTHING))
    return found


_SKIPPED = frozenset({"link", "hash"})
"""«#report»: no pounds."""


def _hyphenated(found: list[Node]) -> bool:
    return (
        len(found) > 1 and found[-1].text == "-" and found[-1].glued and found[-2].kind in ("word", "number")
    )
