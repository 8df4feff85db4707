"""The lines of a layout as HTML. `name.class: cell | cell` is a block, `(name` opens a group that `)` closes.

Within a cell: ` / ` breaks the line, `^small^`, `*bold*`, `~faint~`, `@name` is an icon of the Material font.
A line that begins with `<` is HTML already, and cells may hold HTML.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable

Cells = list[str]


def inline(cell: str) -> str:
    """A cell's text with its marks."""
    text = re.sub(r"@(\w+)", r"<i>\1</i>", cell)
    for mark, tag in (("^", "small"), ("*", "b"), ("~", "s")):
        text = re.sub(rf"{re.escape(mark)}(.+?){re.escape(mark)}", rf"<{tag}>\1</{tag}>", text)
    return text


def lines(cell: str) -> str:
    """A cell of several lines, one below the other."""
    return "".join(f"<div>{inline(line)}</div>" for line in cell.split(" / "))


def _parts(cells: Cells) -> str:
    return "".join(f"<div>{lines(cell)}</div>" for cell in cells)


def _choice(cells: Cells) -> str:
    """Tabs: `!` marks the one that is chosen."""
    chosen = ((cell.startswith("!"), cell.lstrip("!")) for cell in cells)
    return "".join(f'<div class="{"on" if on else ""}">{lines(text)}</div>' for on, text in chosen)


def _fractions(cell: str) -> list[float]:
    """`0.7 0.4`, or with the decimal comma of the page's language; never more than whole."""
    return [min(float(part), 1) for part in cell.replace(",", ".").split()]


def _ring(cells: Cells) -> str:
    """A ring filled to a part for each of its numbers, the outermost first; text inside."""
    circles = ""
    for number, part in enumerate(_fractions(cells[0])):
        radius = 44 - 10 * number
        whole = 2 * math.pi * radius
        filled = part * whole
        dashes = f"{filled:.1f} {whole:.1f}"
        circles += (
            f'<circle r="{radius}"/><circle class="on n{number}" r="{radius}" stroke-dasharray="{dashes}"/>'
        )
    return f'<svg viewBox="-50 -50 100 100"><g transform="rotate(-90)">{circles}</g></svg><div>{lines(cells[1])}</div>'


def _bar(cells: Cells) -> str:
    """A bar filled to a part, or to several in colours of their own."""
    parts = enumerate(_fractions(cells[0]))
    return "".join(f'<b class="n{number}" style="width:{part:.1%}"></b>' for number, part in parts)


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{text.replace("_", " ")}</text>'


def _axes(cells: Cells) -> str:
    """The lines and numbers of a chart, evenly spaced: `0 500 1000 | Mon Tue Wed`, with `_` for a space."""
    drawn, levels = "", cells[0].split()
    for number, text in enumerate(levels):
        y = 150 - 135 * number / max(len(levels) - 1, 1)
        drawn += f'<path d="M0 {y:.0f}H310"/>' + _text(348, y + 4, text, "end")
    names = cells[1].split()
    for number, name in enumerate(names):
        x = 310 * (number + 0.5) / len(names)
        drawn += _text(x, 168, name, "middle")
    return drawn


def _bars(cells: Cells, rng: random.Random) -> str:
    """A bar chart: `0 500 1000 | 6 12 18 | number of bars`."""
    drawn, count = _axes(cells), int(cells[2])
    for number in range(count):
        tall, wide = 135 * rng.uniform(0.08, 0.95), 310 / count * 0.55
        x, y = 310 * (number + 0.5) / count - wide / 2, 150 - tall
        drawn += f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="3"/>'
    return f'<svg viewBox="0 0 350 175">{drawn}</svg>'


def _curve(cells: Cells, rng: random.Random) -> str:
    """A line chart: `70 72 74 | 5 6 7 | number of points`."""
    drawn, count, y = _axes(cells), int(cells[2]), 60.0
    points = []
    for number in range(count):
        y = min(max(y + rng.uniform(-14, 18), 20), 140)
        points.append((310 * (number + 0.5) / count, y))
    path = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3.5"/>' for x, y in points)
    return f'<svg viewBox="0 0 350 175">{drawn}<polyline points="{path}"/>{dots}</svg>'


def _stages(cells: Cells, rng: random.Random) -> str:
    """The stages of a night: `11 PM | 2 AM | 5 AM` below it."""
    drawn, x = "", 0.0
    while x < 350:
        level, wide = rng.choice((0, 1, 2, 2, 3, 3)), rng.uniform(8, 34)
        shape = f'x="{x:.0f}" y="{level * 32}" width="{min(wide, 350 - x):.0f}" height="29" rx="3"'
        drawn += f'<rect class="n{level}" {shape}/>'
        x += wide
    for number, text in enumerate(cells):
        place = number / max(len(cells) - 1, 1)
        anchor = "start" if number == 0 else "end" if place == 1 else "middle"
        drawn += _text(350 * place, 148, text, anchor)
    return f'<svg viewBox="0 0 350 152">{drawn}</svg>'


def _map(cells: Cells, rng: random.Random) -> str:
    """Streets, a river, and the way of a run."""
    streets = "".join(
        f'<path class="street" d="M{rng.randint(-20, 380)} -10L{rng.randint(-20, 380)} 210"/>'
        f'<path class="street" d="M-10 {rng.randint(0, 200)}L370 {rng.randint(0, 200)}"/>'
        for _ in range(3)
    )
    x, y = rng.randint(60, 110), rng.randint(80, 120)
    way = f"M{x} {y}c-20 -90 150 -90 {rng.randint(150, 190)} -20s60 40 10 60s-70 70 -140 40s-60 -10 -70 -80"
    river = '<path class="river" d="M-10 150Q150 110 370 175"/>'
    return f'<svg viewBox="0 0 360 200">{river}{streets}<path class="way" d="{way}"/></svg>'


CHARTS = {"bars": _bars, "curve": _curve, "stages": _stages, "map": _map}
SHAPES: dict[str, Callable[[Cells], str]] = {"ring": _ring, "bar": _bar, "tabs": _choice, "tabbar": _choice}


def block(line: str, rng: random.Random) -> str:
    """One line of a layout as HTML."""
    if line.startswith("<"):
        return line
    if line == ")":
        return "</div>"
    if line.startswith("("):
        return f'<div class="{line[1:].replace(".", " ")}">'
    name, _, rest = line.partition(":")
    kind = name.split(".")[0]
    cells = [cell.strip() for cell in f"{rest} ".split(" | ")]
    inner = CHARTS[kind](cells, rng) if kind in CHARTS else SHAPES.get(kind, _parts)(cells)
    return f'<div class="{name.replace(".", " ")}">{inner}</div>'


def body(text: str, rng: random.Random) -> tuple[str, str]:
    """The page and, apart from it, what stays in place while it is scrolled: its `nav` and `tabbar`."""
    page, fixed = "", ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if re.match(r"(nav|tabbar)\b", line):
            fixed += block(line, rng)
        else:
            page += block(line, rng)
    return page, fixed
