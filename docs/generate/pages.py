"""Every page with generated parts, as it should be."""

from __future__ import annotations

from pathlib import Path

from docs.generate import api, benchmarks, cli, configuration
from docs.generate.parts import DOCS, filled


def pages(dsn: str) -> dict[Path, str]:
    """What every page should hold, given a database with `sql/`."""
    parts = {
        "api.md": api.parts(dsn),
        "benchmarks.md": benchmarks.parts(),
        "cli.md": cli.parts(),
        "configuration.md": configuration.parts(),
    }
    return {DOCS / name: filled((DOCS / name).read_text(), found) for name, found in parts.items()}
