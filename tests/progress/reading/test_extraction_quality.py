"""Extraction is no worse than committed: the figures of `bench/extraction.json`, without its timings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.evaluation import by_language, labelled, score
from bench.field_lines import field_lines, tally
from wellio.progress.reading.rules import read

pytestmark = pytest.mark.slow(reason="reads thousands of labelled lines")

ROOT = Path(__file__).resolve().parents[3]
COMMITTED = json.loads((ROOT / "bench" / "extraction.json").read_text(encoding="utf-8"))
CASES = [(name, language) for name, languages in COMMITTED.items() for language in languages]
SLACK = 0.0005


@pytest.mark.parametrize(("name", "language"), CASES)
def test_extraction_is_no_worse_than_committed(name: str, language: str) -> None:
    lines = by_language(labelled(ROOT / "tests" / "progress" / "reading" / f"lines_{name}.jsonl"))[language]
    scored = score((line, read(line.text, line.today)) for line in lines)
    committed = COMMITTED[name][language]
    report = "\n".join(scored.problems)
    for figure in ("precision", "recall", "fields", "dates", "flags", "understood"):
        assert getattr(scored, figure) >= committed[figure] - SLACK, f"{figure}\n{report}"
    for figure in ("invented", "leaked", "calibration_error"):
        assert getattr(scored, figure) <= committed[figure] + SLACK, f"{figure}\n{report}"


FIELD = json.loads((ROOT / "bench" / "field.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FIELD)
def test_messages_of_the_field_are_no_worse_than_committed(name: str) -> None:
    lines = field_lines(ROOT / "tests" / "progress" / "reading" / f"{name}.jsonl")
    found = tally((line, read(line.text, line.today)) for line in lines)["all"]
    committed, report = FIELD[name]["all"], "\n".join(found.problems)
    assert found.share("right", "asked for nothing") >= committed["right"] - SLACK, report
    assert found.share("silently wrong") <= committed["silently wrong"] + SLACK, report
    assert found.share("asked for nothing") <= committed["asked for nothing"] + SLACK, report


def test_there_are_lines_enough_in_both_languages() -> None:
    lines = [
        line
        for name in COMMITTED
        for line in labelled(ROOT / "tests" / "progress" / "reading" / f"lines_{name}.jsonl")
    ]
    assert len({line.text for line in lines}) == len(lines) >= 400
    assert len({line.id for line in lines}) == len(lines)
    assert sum(line.lang == "ru" for line in lines) >= 200
    assert sum(line.lang == "en" for line in lines) >= 200
