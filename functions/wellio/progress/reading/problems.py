"""Why a person should look at a log, by a stable code."""

from __future__ import annotations

from wellio.progress.reading.screenshots.engine import HOW_TO_INSTALL

PROBLEMS = {
    "complaint": "It speaks of pain or illness.",
    "heic": "HEIC pictures cannot be read; send JPEG or PNG.",
    "log_not_understood": "The log was not fully understood.",
    "not_a_picture": "A file is not an image or PDF.",
    "pdf_needs_model": "A PDF could not be read: that needs a model and a key.",
    "picture_damaged": "The picture is damaged.",
    "picture_in_part": "Some of the numbers on the picture were not understood.",
    "picture_missing": "A picture is missing.",
    "picture_needs_model": "The picture could not be read: reading pictures needs a model and a key.",
    "picture_needs_ocr": f"The picture could not be read: there is no OCR here ({HOW_TO_INSTALL}).",
    "picture_no_tracker": "The picture could not be read: no numbers of a tracker were found on it, "
    "and anything else needs a model and a key.",
    "picture_not_understood": "The picture was not understood.",
    "picture_too_large": "A picture is over 10 MB.",
    "picture_too_many_pixels": "The picture has too many pixels to be read.",
    "picture_took_too_long": "Reading the picture took too long.",
    "pictures_too_many_bytes": "Not all pictures were looked at: those of one log may have 20 MB together.",
    "question": "It asks a question.",
    "text_not_understood": "Part of the text was not understood.",
}
"""The sentences of `logs.ai_error`. The web has words of its own for each code, in every language."""
