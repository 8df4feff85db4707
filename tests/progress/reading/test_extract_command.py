"""`python -m wellio extract`: lines in, lines out, in the same order."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.progress.reading.ocr import SCREENSHOTS, needs_ocr
from wellio.__main__ import main
from wellio.foundation.settings import settings


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AI_MODE", "rules")
    settings.cache_clear()


def run(tmp_path: Path, text: str) -> tuple[int, list[dict[str, object]]]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(text, encoding="utf-8")
    code = main(["extract", "--input", str(source), "--output", str(target)])
    lines = target.read_text(encoding="utf-8").splitlines() if target.exists() else []
    return code, [json.loads(line) for line in lines]


def test_answers_come_in_the_order_of_the_questions(tmp_path: Path) -> None:
    asked = """{"id": 2, "text": "вес 67.5", "today": "2025-03-12"}

{"id": "a", "text": "9k steps", "today": "2025-03-12"}
"""
    code, answers = run(tmp_path, asked)
    assert code == 0
    assert [answer["id"] for answer in answers] == [2, "a"]
    assert answers[0]["events"]["weight"] == {"value": 67.5, "unit": "kg"}  # type: ignore[index]
    assert answers[1]["events"]["steps"] == {"steps": 9000}  # type: ignore[index]


@needs_ocr
def test_pictures_are_looked_for_beside_the_input(tmp_path: Path) -> None:
    (tmp_path / "diary.png").write_bytes((SCREENSHOTS / "diary_ru.png").read_bytes())
    _, (answer,) = run(tmp_path, '{"id": 1, "images": ["diary.png"], "today": "2025-03-12"}')
    assert answer["events"]["nutrition"]["calories"] == 1780  # type: ignore[index]


def test_implausible_values_are_named(tmp_path: Path) -> None:
    _, (answer,) = run(tmp_path, '{"id": 1, "text": "вес 670", "today": "2025-03-12", "lang": "ru"}')
    assert answer["events"]["weight"] is None  # type: ignore[index]
    assert answer["out_of_range"] == ["weight"]


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        '{"id": 1, "text": "вес 67"}',
        '{"id": 1, "text": 5, "today": "2025-03-12"}',
        '{"id": 1, "today": "2025-03-12"}',
    ],
)
def test_a_bad_line_is_named_by_its_number(
    tmp_path: Path, bad: str, capsys: pytest.CaptureFixture[str]
) -> None:
    good = '{"id": 1, "text": "вес 67.5", "today": "2025-03-12"}'
    code, _ = run(tmp_path, f"{good}\n{bad}\n")
    assert code == 2
    assert "line 2" in capsys.readouterr().err


def test_a_missing_picture_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = run(tmp_path, '{"id": 1, "images": ["none.png"], "today": "2025-03-12"}')
    assert code == 2
    assert "none.png" in capsys.readouterr().err


def test_a_missing_file_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "--input", str(tmp_path / "none"), "--output", "-"]) == 2
    assert "none" in capsys.readouterr().err


def test_a_dash_is_standard_input_and_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"id": 7, "text": "1700 kcal", "today": "2025-03-12"}\n'))
    assert main(["extract", "--input", "-", "--output", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == 7
