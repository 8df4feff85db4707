"""Text to tokens that remember where they stood."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Every part is bounded, or ends at what it cannot pass: text comes from strangers.
_TOKEN = re.compile(
    r"""
      (?P<link>(?:https?://|www\.)\S+ | [^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]+)
    | (?P<date>\d{4}-\d\d-\d\d | \d{1,2}\.\d{1,2}\.(?:20)?\d\d | \d{1,2}/\d{1,2}/20\d\d)(?![\d/])
    | (?P<clock>(?:[01]?\d|2[0-3]|24(?=:00)):[0-5]\d(?::[0-5]\d)?)(?![\d:])
    | (?P<stopwatch>(?:2[4-9]|[3-9]\d|1\d\d):[0-5]\d)(?![\d:])
    | (?P<number>\d{1,3}(?:,\d{3})+(?![\d]) | \d+[.,]\d+(?![\d]*[.,]\d) | \d+)
    | (?P<dotted>[ap]\.\ ?m\b\.?)
    | (?P<word>(?:[^\W\d_]|[½¼¾])[^\W\d_]*(?:['’ʼ`][^\W\d_]+)*)
    | (?P<newline>\n)
    | (?P<mark>\.{2,}|[^\w\s]|_)
    """,
    re.VERBOSE,
)
_SAME_LENGTH = str.maketrans(
    {"ё": "е", "’": "'", "ʼ": "'", "`": "'", "–": "-", "—": "-", "−": "-", "‑": "-", "…": "."}
)


@dataclass(slots=True)
class Token:
    """A word, number or mark. `text` is lower case; `start` and `end` point into the text as written."""

    kind: str
    """word, number, clock, date, newline or mark."""
    text: str
    start: int
    end: int
    glued: bool
    """No space between this token and the one before."""


def fold(text: str) -> str:
    """Lower case, one kind of dash and apostrophe; every character stays where it was."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when lowered, and spans would shift
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return lowered.translate(_SAME_LENGTH)


def tokenize(text: str) -> list[Token]:
    """All tokens of the text, in order. A hyphen inside a word only separates its parts."""
    folded = fold(text)
    found: list[Token] = []
    end = -1
    for match in _TOKEN.finditer(folded):
        kind = match.lastgroup or "mark"
        start = match.start()
        if kind == "link":
            continue
        text = match.group()
        if kind == "dotted":  # «6 a.m.»
            kind, text = "word", text[0] + "m"
        token = Token(kind, text, start, match.end(), start == end)
        end = token.end
        if kind == "word" and token.glued and _hyphenated(found):
            found.pop()
        found.append(token)
    return found


def _hyphenated(found: list[Token]) -> bool:
    return (
        len(found) > 1 and found[-1].text == "-" and found[-1].glued and found[-2].kind in ("word", "number")
    )
