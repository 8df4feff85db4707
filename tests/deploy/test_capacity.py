"""The arithmetic of docs/deploy.md is what the program says, and says when a figure has not been measured."""

from __future__ import annotations

import json
from pathlib import Path

from deploy.capacity import DOCUMENT, Figures, Sizes, rewrite, stored_sizes, table, written

SIZES = Sizes(
    rows={"public.logs": 100, "public.progress_events": 150, "pgmq.a_logs": 100},
    table_bytes={"public.logs": 900, "public.progress_events": 300, "pgmq.a_logs": 180},
    index_bytes={"public.logs": 100, "public.progress_events": 100, "pgmq.a_logs": 20},
    packed={"public.logs": 0.8, "public.progress_events": 0.9, "pgmq.a_logs": 1},
    column_bytes={"ai_classification_json": 200, "ai_parsed_json": 400},
)


def test_the_document_holds_the_arithmetic_of_today() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    today = written(document, table(stored_sizes(), Figures.of()))
    assert today == document, (
        "docs/deploy.md has other row sizes and results: .venv/bin/python -m deploy.capacity --write"
    )


def test_a_million_clients_by_hand() -> None:
    rows = table(SIZES, Figures(read_logs_per_s=50, rules_share=0.9, model_limit=0.8)).splitlines()[2:]
    told = {what.strip("| "): much.strip("| ") for what, _, much in (row.split(" | ") for row in rows)}
    assert told["logs a day"] == "3,000,000"
    assert told["... in the busiest hour"] == "104"
    assert told["events a year"] == "1.64 billion"
    assert told["`logs`, a year"] == "1,095 GB"
    assert told["... of it the parser's JSON"] == "657 GB"
    assert told["`progress_events`, a year"] == "657 GB"
    assert told["settled messages"] == "18 GB"
    assert told["instances for the rules, in the busiest hour"] == "3"
    assert told["calls to a model under way at once"] == "52"
    assert told["instances for them"] == "3"


def test_a_figure_that_is_missing_is_not_invented(tmp_path: Path) -> None:
    assert Figures.of(tmp_path / "results.json") == Figures()
    assert table(SIZES, Figures()).count("not measured yet") == 3


def test_after_a_measurement_the_document_has_its_figures(tmp_path: Path) -> None:
    document, results = tmp_path / "deploy.md", tmp_path / "results.json"
    document.write_text(DOCUMENT.read_text(encoding="utf-8"), encoding="utf-8")
    row = {"question": "pipeline_cost", "ratio": 0.7, "detail": {"read_logs_per_s": 52.0}}
    results.write_text(json.dumps({"figures": [row]}))
    arithmetic = rewrite(document, results)
    assert arithmetic in document.read_text(encoding="utf-8")
    assert "104 / `pipeline_cost.read_logs_per_s` (52) | 3 |" in arithmetic


def test_figures_are_found_by_their_question(tmp_path: Path) -> None:
    results = tmp_path / "results.json"
    figures = [
        {"question": "pipeline_cost", "ratio": 0.7, "detail": {"read_logs_per_s": 60.0}},
        {"question": "rules_share", "ratio": 0.9, "detail": {}},
        {"question": "model_limit", "ratio": 0.95, "detail": {}},
    ]
    results.write_text(json.dumps({"figures": figures}))
    assert Figures.of(results) == Figures(60.0, 0.9, 0.95)
