"""Units that were read as figures, told by their shape: the figures of a word are all of one height.

Nothing is repaired by what would fit. A figure that is too small to be one is a letter: with a tail it is the
"g" of grams, a small 4 is «ч», and any other makes the whole word unreadable.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from wellio.progress.reading.screenshots.boxes import Box

SMALLER = 0.15
"""By how much of their height a letter's top is under that of figures; an x-height is a quarter less."""

TAIL = 0.1
UNREADABLE = "\N{WHITE SQUARE}"


class Glyph(NamedTuple):
    text: str
    box: Box
    confidence: float


def spelled(glyphs: Sequence[Glyph]) -> tuple[str, float]:
    """The word of these glyphs, and how sure the least sure of its figures is, or of its letters if it has none."""
    figures = [glyph for glyph in glyphs if glyph.text.isdigit()]
    if not figures:
        return "".join(glyph.text for glyph in glyphs), min(glyph.confidence for glyph in glyphs)
    height = max(glyph.box.height for glyph in figures)
    tall = [glyph for glyph in figures if glyph.box.height >= (1 - SMALLER) * height] or figures
    top, bottom = median(glyph.box.top for glyph in tall), median(glyph.box.bottom for glyph in tall)
    letters = [_letter(glyph, top, bottom) for glyph in glyphs]
    kept = [
        g.confidence for g, letter in zip(glyphs, letters, strict=True) if g.text.isdigit() and not letter
    ]
    text = "".join(letter or glyph.text for glyph, letter in zip(glyphs, letters, strict=True))
    return text, min(kept, default=min(glyph.confidence for glyph in glyphs))


def _letter(glyph: Glyph, top: float, bottom: float) -> str:
    """What a supposed figure is instead; empty when it is one."""
    height = bottom - top
    if not glyph.text.isdigit() or glyph.box.top - top <= SMALLER * height:
        return ""
    if glyph.box.bottom - bottom > TAIL * height:
        return "g"
    return "ч" if glyph.text == "4" else UNREADABLE
