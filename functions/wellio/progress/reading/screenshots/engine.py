"""The lines of a picture and what they say, by Tesseract: offline, and only where it is installed."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wellio.progress.reading.screenshots.boxes import Box
from wellio.progress.reading.screenshots.cells import Printed
from wellio.progress.reading.screenshots.glyphs import Glyph, spelled
from wellio.progress.reading.screenshots.ink import ground_of, spots_of
from wellio.progress.reading.screenshots.lines import lines_of
from wellio.progress.reading.screenshots.picture import PictureProblem, decoded
from wellio.progress.reading.screenshots.screen_lexicon import normal

if TYPE_CHECKING:
    from PIL.Image import Image

RUSSIAN, ENGLISH = LANGUAGES = ("rus", "eng")
BOTH = "+".join(LANGUAGES)
DATA_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
"""Where packages of systems put language data."""

HEIGHTS = (36, 30, 46)
"""Pixels to which a line is brought before it is recognised."""

SHORT = 3
"""Letters of a text that may be figures altogether: 37 was taken for «of»."""

PLAIN = 0.97
"""How sure a line of letters is that is read once."""

DISPUTED = 0.5
"""How sure a line is whose readings all differ."""

MARGIN = 20
SAMPLES = 6
"""The longest lines, by which the language of a page is known."""

MOST_LINES = 400
"""A page has under a hundred; a photo of grass has thousands of spots."""

HOW_TO_INSTALL = "install the extra `ocr`, tesseract-ocr-rus and tesseract-ocr-eng, or set a model's key"

_ONLY_CYRILLIC = re.compile("[бвгджзийлпфцчшщъыьэюяБГДЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯ]")
_ONLY_LATIN = re.compile("[dfgijlqrstvwzDFGIJLQRSUVWZ]")
_FIGURE = re.compile(r"\d|\N{WHITE SQUARE}")
_FIGURES = re.compile(r"[\d.,:/]+")
_WORD = re.compile(r"[^\W\d_]{3,}")


class OcrMissing(PictureProblem):
    """OCR is not installed on this machine."""


class Tesseract:
    """One engine, for one thread. It is given line by line, so that no layout but ours counts."""

    def __init__(self, data: Path) -> None:
        # One thread an engine: more make a small picture slower. Read when the library is loaded.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        import tesserocr

        self._tesserocr = tesserocr
        self._apis = {
            languages: tesserocr.PyTessBaseAPI(
                path=str(data),
                lang=languages,
                psm=tesserocr.PSM.SINGLE_LINE,
                oem=tesserocr.OEM.LSTM_ONLY,
            )
            for languages in (BOTH, *LANGUAGES)
        }

    def printed(self, data: bytes, seconds: float) -> list[Printed]:
        """What is printed on a picture, line by line. Blocks, at most for `seconds`.

        Raises `PictureProblem` for a picture that is damaged, too large, or takes too long.
        """
        until = time.monotonic() + seconds
        picture = decoded(data)
        ground = ground_of(picture)
        boxes = lines_of(spots_of(picture, ground), Box(0, 0, *picture.size))[:MOST_LINES]
        samples = sorted(boxes, key=lambda box: box.width / box.height)[-SAMPLES:]
        shown = [_plain(picture, ground, box, HEIGHTS[0]) for box in samples]
        language = _language(
            self._line(crop, box, BOTH, until).text for crop, box in zip(shown, samples, strict=True)
        )
        return [line for box in boxes if (line := self._sure(picture, ground, box, language, until)).text]

    def _sure(self, picture: Image, ground: Image, box: Box, language: str, until: float) -> Printed:
        """A line, read at several sizes if it has figures: it is sure where two readings agree.

        Confidence alone does not tell: a 5 that is taken for a 3 is as sure as any.
        """
        readings: list[Printed] = []
        for height in HEIGHTS:
            readings.append(self._line(_plain(picture, ground, box, height), box, language, until))
            last = readings[-1]
            plain = len(last.text) > SHORT and last.sure >= PLAIN and not _FIGURE.search(last.text)
            if len(readings) == 1 and plain:
                return last
            for other in readings[:-1]:
                if _same(other.text, last.text):
                    return max(other, last, key=lambda one: one.sure)
        return readings[0]._replace(sure=min(readings[0].sure, DISPUTED))

    def _line(self, crop: Image, box: Box, languages: str, until: float) -> Printed:
        api = self._apis[languages]
        api.ClearAdaptiveClassifier()  # what was read before changes nothing
        api.SetImage(crop)
        left = int((until - time.monotonic()) * 1000)
        try:
            if left <= 0 or not api.Recognize(left):
                raise PictureProblem("picture_took_too_long")
            words = [spelled(glyphs) for glyphs in self._words(api)]
        finally:
            api.Clear()
        return Printed(
            " ".join(word for word, _ in words), box, min((sure for _, sure in words), default=0.0)
        )

    def _words(self, api: Any) -> Iterator[Sequence[Glyph]]:
        word, symbol = self._tesserocr.RIL.WORD, self._tesserocr.RIL.SYMBOL
        found = api.GetIterator()
        if found is None or found.Empty(symbol):
            return
        glyphs: list[Glyph] = []
        for one in self._tesserocr.iterate_level(found, symbol):
            if one.Empty(symbol):
                continue
            if one.IsAtBeginningOf(word) and glyphs:
                yield glyphs
                glyphs = []
            box = Box(*one.BoundingBox(symbol))
            glyphs.append(Glyph(one.GetUTF8Text(symbol), box, one.Confidence(symbol) / 100))
        yield glyphs


def _same(one: str, other: str) -> bool:
    """Whether two readings have the same figures, or the same letters if they have none."""
    figures = _FIGURES.findall(one), _FIGURES.findall(other)
    return figures[0] == figures[1] and (bool(figures[0]) or normal(one) == normal(other))


def _plain(picture: Image, ground: Image, box: Box, height: int) -> Image:
    """A line in black on white, of one size, whatever its colours were."""
    from PIL.Image import Resampling
    from PIL.ImageChops import difference
    from PIL.ImageOps import expand

    place = (int(box.left) - 1, int(box.top) - 1, int(box.right) + 1, int(box.bottom) + 1)
    ink = difference(picture.crop(place), ground.crop(place))
    darkest = max(1, int(ink.getextrema()[1]))  # type: ignore[arg-type]
    black = ink.point([255 - min(255, level * 255 // darkest) for level in range(256)])
    scale = height / box.height
    size = (max(1, round(black.width * scale)), max(1, round(black.height * scale)))
    return expand(black.resize(size, Resampling.BICUBIC), MARGIN, 255)


def _language(texts: Iterable[str]) -> str:
    """The language of a page, by letters that the other lacks; both where that is open.

    A line alone cannot tell: half of the capitals are in both scripts, and «m» looks like «т».
    """
    words = [word for text in texts for word in _WORD.findall(text)]
    english = sum(bool(_ONLY_LATIN.search(word)) for word in words)
    russian = sum(bool(_ONLY_CYRILLIC.search(word)) for word in words)
    if max(english, russian) < 2 * min(english, russian) + 1:
        return BOTH
    return ENGLISH if english > russian else RUSSIAN


def data_folder(preferred: Path | None = None) -> Path | None:
    """The first folder that has the data of both languages."""
    for folder in (preferred, *map(Path, DATA_FOLDERS)):
        if folder and all((folder / f"{language}.traineddata").is_file() for language in LANGUAGES):
            return folder
    return None


_thread = ThreadPoolExecutor(1, thread_name_prefix="ocr")
"""The engine's own thread. Decoding a picture takes many times its size in memory, so pictures are read one at a
time. In the threads that all work shares, waiting pictures would leave no thread to other work."""


async def printed_on(picture: bytes, seconds: float, preferred: Path | None = None) -> list[Printed]:
    """What is printed on a picture, once it is its turn; nothing is read if the caller is cancelled before.

    Raises `OcrMissing`, which says what to install, and `PictureProblem` as `Tesseract.printed`.
    """
    return await asyncio.get_running_loop().run_in_executor(_thread, _printed, picture, seconds, preferred)


def _printed(picture: bytes, seconds: float, preferred: Path | None) -> list[Printed]:
    return engine(preferred).printed(picture, seconds)


@cache
def engine(preferred: Path | None) -> Tesseract:
    """The engine of this process, for the thread above."""
    data = data_folder(preferred)
    if find_spec("tesserocr") is None or find_spec("PIL") is None or data is None:
        raise OcrMissing(f"No OCR here: {HOW_TO_INSTALL}.")
    return Tesseract(data)
