"""The pages of docs/ are what their sources say, and their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.generate.pages import pages
from docs.generate.parts import DOCS
from wellio_local.stack.shared import SharedStack

ROOT = DOCS.parent
PAGES = [*sorted(DOCS.glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def test_generated_parts_are_those_of_their_sources(stack: SharedStack) -> None:
    for path, text in pages(stack.dsn).items():
        assert path.read_text() == text, f"docs/{path.name}: run `make docs`"


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in HEADING.findall(page.read_text())
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    for link in LINK.findall(page.read_text()):
        if "://" in link:
            continue
        file, _, anchor = link.partition("#")
        target = page.parent / file if file else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_every_page_is_in_the_map_of_the_readme() -> None:
    linked = LINK.findall((ROOT / "README.md").read_text())
    assert {f"docs/{page.name}" for page in DOCS.glob("*.md")} <= set(linked)


def test_the_readme_stays_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 110
