"""docs/benchmarks.md: the figures of `bench/results.json` and `bench/extraction.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docs.generate.parts import DOCS, filled, table

BENCH = DOCS.parent / "bench"
PAGE = DOCS / "benchmarks.md"
SHARES = {
    "precision": "events: precision",
    "recall": "events: recall",
    "fields": "right fields",
    "dates": "right days",
    "understood": "lines explained",
    "invented": "invented values",
}
"""Of `extraction.json`, with the headings they get."""


def parts() -> dict[str, str]:
    return {"figures": _figures(_read(BENCH / "results.json")), "extraction": _extraction()}


def rewrite() -> None:
    """Write the page after a measurement."""
    PAGE.write_text(filled(PAGE.read_text(), parts()))


def _figures(results: Any) -> str:
    rows = []
    for figure in results["figures"]:
        bar = "reported" if figure["bar"] is None else f"{figure['comparison']} {figure['bar']:g}"
        missed = " (missed)" if figure["reached"] is False else ""
        measure, day = figure["measure"], figure["measured_at"][:10]
        rows.append((f"`{figure['question']}`", measure, f"{figure['ratio']:.3g}{missed}", bar, day))
    return table(("question", "what is divided by what", "ratio", "bar", "measured"), rows)


def _extraction() -> str:
    rows = []
    for name, languages in _read(BENCH / "extraction.json").items():
        for language, score in languages.items():
            shares = [f"{score[share]:.2%}" for share in SHARES]
            rows.append((name, language, str(score["lines"]), *shares))
    return table(("set", "language", "lines", *SHARES.values()), rows)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
