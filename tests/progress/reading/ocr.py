"""Where tests of OCR may be skipped: pip cannot install its language data, and only root can otherwise."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from wellio.progress.reading.screenshots import engine

SCREENSHOTS = Path(__file__).with_name("screenshots")
HOW = "no language data: apt-get install tesseract-ocr-rus tesseract-ocr-eng"


def must_be_here(environment: Mapping[str, str], user: int) -> bool:
    """In CI, as root, `.ci/run` installs it: a test that is skipped there would be skipped for good."""
    return environment.get("CI", "").lower() not in ("", "0", "false") and user == 0


needs_ocr = pytest.mark.skipif(
    engine.data_folder() is None and not must_be_here(os.environ, os.geteuid()), reason=HOW
)
