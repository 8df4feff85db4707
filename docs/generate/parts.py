"""The generated parts of pages: each stands between two comments that name it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent
_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end of generated -->)", re.DOTALL)


def filled(page: str, parts: Mapping[str, str]) -> str:
    """Return a page with its generated parts replaced. Raises `ValueError` when it does not have just these parts."""
    names = [found[1] for found in _PART.findall(page)]
    if sorted(names) != sorted(parts):
        raise ValueError(f"the page has the parts {names}, and not {sorted(parts)}")
    return _PART.sub(lambda found: f"{found[1]}\n{parts[found[2]].strip()}\n\n{found[3]}", page)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
