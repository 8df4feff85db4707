"""A picture as it was sent, in grey and not larger than is read."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 30_000_000
"""The tallest screenshots of phones are half of that; more is not decoded."""

MAX_SIDE = 16_000
READ_WIDTH = 1200
"""Wider pictures are reduced: print of screens can be read at this width, and spots take time."""


class PictureProblem(Exception):
    """A picture that is not read. The message is one of `PROBLEMS`."""


def decoded(data: bytes) -> Image:
    """The picture in grey. What it would take to decode it is looked at first."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP", "GIF"))
        width, height = opened.size
        if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            raise PictureProblem("picture_too_many_pixels")
        upright = ImageOps.exif_transpose(opened)
        if upright.mode in ("RGBA", "LA", "P", "PA"):
            seen = upright.convert("RGBA")
            paper = Image.new("RGBA", seen.size, "white")
            upright = Image.alpha_composite(paper, seen)
        return _reduced(upright.convert("L"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureProblem("picture_too_many_pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise PictureProblem("picture_damaged") from error


def _reduced(picture: Image) -> Image:
    from PIL.Image import Resampling

    if picture.width <= READ_WIDTH:
        return picture
    size = (READ_WIDTH, max(1, picture.height * READ_WIDTH // picture.width))
    return picture.resize(size, Resampling.BOX)
