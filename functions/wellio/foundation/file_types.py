"""Whether a file is what it says. Only its first bytes tell."""

from __future__ import annotations

HEAD = 4096
"""How many bytes are enough."""

_FTYP = ((4, b"ftyp"),)
_WEBM = ((0, b"\x1a\x45\xdf\xa3"),)

# Leading bytes of each type, from the formats' own specifications: several ways to begin, each with all of its marks.
_MARKS: dict[str, tuple[tuple[tuple[int, bytes], ...], ...]] = {
    "image/jpeg": (((0, b"\xff\xd8\xff"),),),
    "image/png": (((0, b"\x89PNG\r\n\x1a\n"),),),
    "image/gif": (((0, b"GIF87a"),), ((0, b"GIF89a"),)),
    "image/webp": (((0, b"RIFF"), (8, b"WEBP")),),
    "image/heic": (((4, b"ftyphei"),), ((4, b"ftypmif1"),)),
    "application/pdf": (((0, b"%PDF-"),),),
    "video/mp4": (_FTYP,),
    "video/quicktime": (((4, b"ftypqt"),),),
    "video/webm": (_WEBM,),
    "audio/mp4": (_FTYP,),
    "audio/mpeg": (((0, b"ID3"),), ((0, b"\xff\xfb"),), ((0, b"\xff\xf3"),), ((0, b"\xff\xf2"),)),
    "audio/ogg": (((0, b"OggS"),),),
    "audio/webm": (_WEBM,),
}
_TEXT = {"text/plain", "text/csv"}


def is_of_type(head: bytes, name: str) -> bool:
    """Whether a file that begins so can be of a type. Text is UTF-8 without NUL. False for a type not known here."""
    if name in _TEXT:
        return _is_text(head[:HEAD])
    return any(
        all(head[offset : offset + len(mark)] == mark for offset, mark in way) for way in _MARKS.get(name, ())
    )


def _is_text(head: bytes) -> bool:
    if not head or b"\0" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"  # the cut may be within a character
    return True
