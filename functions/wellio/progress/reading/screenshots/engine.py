"""Words of a picture and where they stand, by Tesseract: offline, and only where it is installed."""

from __future__ import annotations

import asyncio
import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wellio.progress.reading.screenshots.glyphs import Glyph, spelled
from wellio.progress.reading.screenshots.layout import Box, Word

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGES = ("rus", "eng")
"""Both at once: with one language alone, units of the other become digits."""

DATA_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
"""Where packages of systems put language data."""

MAX_PIXELS = 30_000_000
"""The tallest screenshots of phones are half of that; more is not decoded."""

MAX_SIDE = 16_000
HOW_TO_INSTALL = "install the extra `ocr`, tesseract-ocr-rus and tesseract-ocr-eng, or set a model's key"


class PictureProblem(Exception):
    """A picture that is not read. The message is a sentence for a person."""


class OcrMissing(PictureProblem):
    """OCR is not installed on this machine."""


class Tesseract:
    """One engine, for one thread."""

    def __init__(self, data: Path) -> None:
        # One thread an engine: more make a small picture slower. Read when the library is loaded.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        import tesserocr

        self._tesserocr = tesserocr
        self._api = tesserocr.PyTessBaseAPI(
            path=str(data),
            lang="+".join(LANGUAGES),
            psm=tesserocr.PSM.SPARSE_TEXT,
            oem=tesserocr.OEM.LSTM_ONLY,
        )

    def words(self, data: bytes, seconds: float) -> list[Word]:
        """The words of a picture. Blocks, at most for `seconds`.

        Raises `PictureProblem` for a picture that is damaged, too large, or takes too long.
        """
        picture = decoded(data)
        self._api.ClearAdaptiveClassifier()  # what was read before changes nothing
        self._api.SetImage(picture)
        try:
            if not self._api.Recognize(int(seconds * 1000)):
                raise PictureProblem("Reading the picture took too long.")
            return self._found()
        finally:
            self._api.Clear()

    def _found(self) -> list[Word]:
        """What was recognised."""
        word, symbol = self._tesserocr.RIL.WORD, self._tesserocr.RIL.SYMBOL
        found: Any = self._api.GetIterator()
        words: list[tuple[Box, float, list[Glyph]]] = []
        if found is None or found.Empty(symbol):
            return []
        for one in self._tesserocr.iterate_level(found, symbol):
            if one.Empty(symbol):
                continue
            if one.IsAtBeginningOf(word):
                words.append((Box(*one.BoundingBox(word)), one.Confidence(word) / 100, []))
            box = Box(*one.BoundingBox(symbol))
            words[-1][2].append(Glyph(one.GetUTF8Text(symbol), box, one.Confidence(symbol) / 100))
        return [spelled(*one) for one in words]


def decoded(data: bytes) -> Image:
    """The picture in grey. What it would take to decode it is looked at first."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP", "GIF"))
        width, height = opened.size
        if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            raise PictureProblem("The picture has too many pixels to be read.")
        upright = ImageOps.exif_transpose(opened)
        if upright.mode in ("RGBA", "LA", "P", "PA"):
            seen = upright.convert("RGBA")
            paper = Image.new("RGBA", seen.size, "white")
            upright = Image.alpha_composite(paper, seen)
        return upright.convert("L")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureProblem("The picture has too many pixels to be read.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise PictureProblem("The picture is damaged.") from error


def data_folder(preferred: Path | None = None) -> Path | None:
    """The first folder that has the data of both languages."""
    for folder in (preferred, *map(Path, DATA_FOLDERS)):
        if folder and all((folder / f"{language}.traineddata").is_file() for language in LANGUAGES):
            return folder
    return None


_thread = ThreadPoolExecutor(1, thread_name_prefix="ocr")
"""The engine's: pictures are decoded, which takes many times their size in memory, and read one at a time. In
the threads that all work shares, those that wait would leave none to others."""


async def words_of(picture: bytes, seconds: float, preferred: Path | None = None) -> list[Word]:
    """The words of a picture, once it is its turn; none if the caller is cancelled before.

    Raises `OcrMissing`, which says what to install, and `PictureProblem` as `Tesseract.words`.
    """
    return await asyncio.get_running_loop().run_in_executor(_thread, _words, picture, seconds, preferred)


def _words(picture: bytes, seconds: float, preferred: Path | None) -> list[Word]:
    return engine(preferred).words(picture, seconds)


@cache
def engine(preferred: Path | None) -> Tesseract:
    """The engine of this process, for the thread above."""
    data = data_folder(preferred)
    if find_spec("tesserocr") is None or find_spec("PIL") is None or data is None:
        raise OcrMissing(f"No OCR here: {HOW_TO_INSTALL}.")
    return Tesseract(data)
