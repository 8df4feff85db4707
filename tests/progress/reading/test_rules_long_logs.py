"""A long log costs in proportion to its length, whatever it is made of."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from types import FrameType
from typing import Any

import pytest

from wellio.progress.reading.rules import read

pytestmark = pytest.mark.slow(reason="reads long texts to see how time grows")

TODAY = date(2025, 3, 12)
LONG = 2000
MOST_STEPS_A_LETTER = 500
"""Lines of Python run for a letter. Real logs need about 100; a quadratic reader needs thousands."""

PIECES = [
    "a b ",
    "1 ",
    "1/2/",
    "1-2 ",
    "5\n",
    "run, ",
    "legs ",
    "slept 5h ",
    "slept 5h, ",
    "100 kcal, ",
    "lunch 400, ",
    "weight 70. ",
    "70,5. ",
    "70 kg, ",
    "70, sorry, 71, ",
    "was 70, now 69, ",
    "goal 1700 ate 1800 ",
    "лёг в 23 встал в 7 ",
    "кбжу 1 ",
    "вес? ",
    "две тысячи ",
    "(1) ",
    "happy, ",
    "monday 70 kg ",
    "chasov ",
    "тринировка ",
    "stretch 5 min run 10 min ",
    "🙂",
]


MARKS = [
    "@",
    "a@",
    "@=",
    "@-",
    "a.",
    "a@b.",
    ".@.",
    "1.",
    "1:",
    "1/",
    "'a",
    "www.",
    "h",
    "½",
    "\u200b",
    "- ",
    "x" * 50 + " ",
]
"""What regular expressions stumble over."""

READ_ALL = """
import resource, sys
from datetime import date
from wellio.progress.reading.rules import read

resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
for mark in sys.argv[1:]:
    read((mark * 4000)[:4000], date(2025, 3, 12))
"""


def test_no_text_holds_up_the_reader() -> None:
    """Counting lines is blind to what goes on within a regular expression, which may take minutes."""
    subprocess.run([sys.executable, "-c", READ_ALL, *MARKS], check=True)


def steps(text: str) -> int:
    """How many lines of this package run while the text is read."""
    count = 0

    def on_line(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return on_line

    def on_call(frame: FrameType, event: str, argument: Any) -> Any:
        return on_line(frame, event, argument) if "wellio" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        read(text, TODAY)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", PIECES)
def test_twice_as_long_a_log_takes_about_twice_as_long(piece: str) -> None:
    text = (piece * LONG)[:LONG]
    read(text, TODAY)  # spellings are looked up once
    half, whole = steps(text[: LONG // 2]), steps(text)
    assert whole < 2.6 * half
    assert whole < MOST_STEPS_A_LETTER * LONG
