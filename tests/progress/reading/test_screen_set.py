"""The drawn screens and their labels come from the same layouts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.screens.blocks import body
from bench.screens.layout import Layout, Page, layouts

SET = Path(__file__).resolve().parents[3] / "bench" / "sets" / "screens_seen"
LAYOUTS = layouts(SET / "layouts.toml")
LINES = [json.loads(line) for line in (SET / "lines.jsonl").read_text(encoding="utf-8").splitlines()]


def test_committed_labels_are_those_of_the_layouts() -> None:
    assert [line["id"] for line in LINES] == [layout.id for layout in LAYOUTS]
    for layout, line in zip(LAYOUTS, LINES, strict=True):
        assert Page(layout, 1).label(line["images"][0]) == line


def test_every_line_has_its_picture_and_every_picture_a_line() -> None:
    drawn = {file.name for file in SET.iterdir() if file.suffix in {".png", ".jpg"}}
    assert drawn == {name for line in LINES for name in line["images"]}


@pytest.mark.parametrize(
    ("language", "slot", "written"),
    [
        ("ru", "{n}", "12\u00a0403"),
        ("en", "{n}", "12,403"),
        ("en", "{n:raw}", "12403"),
        ("ru", "{kg:1}", "67,5"),
        ("ru", "{night:hm}", "7 ч 24 мин"),
        ("en", "{night:H:MM}", "7:24"),
        ("en", "{evening:ampm}", "12:05 AM"),
        ("en", "{run:time}", "1:05:22"),
        ("ru", "{date:D MMMM}", "9 марта"),
        ("en", "{date:DDD, MMM D}", "Mon, Mar 9"),
    ],
)
def test_numbers_are_written_as_an_app_writes_them(language: str, slot: str, written: str) -> None:
    values = "n = 12403\nkg = 67.5\nnight = 444\nevening = 1445\nrun = 3922\ndate = today.replace(2026, 3, 9)"
    layout = Layout(id=f"{language}-app", app="App", body="", values=values)
    assert Page(layout, 1).fill(slot) == written


def test_another_seed_gives_other_numbers_within_the_ranges() -> None:
    layout = Layout(
        id="en-app", app="App", body="", values="steps = 4000..9000", expect=["steps steps=steps"]
    )
    counts = {Page(layout, seed).label("a.png")["expect"][0]["data"]["steps"] for seed in range(20)}
    assert len(counts) > 10
    assert all(4000 <= count <= 9000 for count in counts)


def test_bars_that_stay_in_place_are_apart_from_what_is_scrolled() -> None:
    rng = Page(Layout(id="en-app", app="App", body=""), 1).rng
    page, fixed = body("nav: < | Steps | >\n(card\nrow: Distance | *4* km\n)\ntabbar: !Home | More", rng)
    row = "<div><div>Distance</div></div><div><div><b>4</b> km</div></div>"
    assert page == f'<div class="card"><div class="row">{row}</div></div>'
    assert 'class="nav"' in fixed
    assert 'class="on"' in fixed
