"""Parts of a workout: movements of one kind, with the minutes that are said of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.nodes import Node


@dataclass(slots=True)
class Part:
    """Movements of one kind that belong together, and the minutes said of them."""

    type: str
    focus: set[str]
    nodes: list[Node]
    join: str
    minutes: float | None = None
    timing: list[Node] = field(default_factory=list)
    addon: bool = False
    walk: bool = False


def minutes_of(node: Node) -> float:
    assert node.quantity is not None  # noqa: S101 -- durations are quantities
    return round(node.quantity.value * (60 if node.quantity.unit in ("h", "clock") else 1), 2)


def give(part: Part, node: Node) -> None:
    part.minutes = (part.minutes or 0) + minutes_of(node)
    part.timing.append(node)
    node.role = "workout"


def parts_of(clause: Clause, row: list[tuple[str, Node]]) -> list[Part]:
    """Runs of one kind with the durations beside them."""
    parts: list[Part] = []
    pending: Node | None = None
    times = sum(kind == "time" for kind, _ in row)
    leading = bool(row) and row[0][0] == "time"
    for kind, node in row:
        if kind == "time":
            open_part = parts[-1] if parts else None
            if open_part is None or (leading and open_part.minutes is not None):
                pending = node
            elif open_part.minutes is None or _more(clause, node):
                give(open_part, node)
                if times == 1 and not leading and not open_part.addon:
                    cover(parts)
            else:
                pending = node
            continue
        part = _part(kind, node, clause)
        if parts and pending is None and kind == "move" and _on_equipment(clause, node, parts[-1]):
            parts[-1].nodes.append(node)
            continue
        last = parts[-1] if parts else None
        joined = last is not None and last.addon == part.addon and _same_kind(last, part)
        if joined and last is not None and (last.minutes is None or times == 1) and pending is None:
            last.nodes.append(node)
            last.focus |= part.focus
            if last.type == "unknown" or part.type == "hiit":
                last.type = part.type
            continue
        if pending is not None:
            give(part, pending)
            pending = None
        parts.append(part)
    if pending is not None and parts:
        give(parts[-1], pending)
    return parts


def _more(clause: Clause, node: Node) -> bool:
    """«20 min run and another 15»."""
    return any(before.has("another") for before in clause.nodes[max(0, node.place - 2) : node.place])


def _on_equipment(clause: Clause, node: Node, last: Part) -> bool:
    """«интервалка 20 минут на велосипеде»: what it was done on, not another part."""
    at = node.place
    led = at > 0 and clause.nodes[at - 1].has("on", "at")
    return led and last.type in ("hiit", "cardio") and node.get("move") == "cardio"


def cover(parts: list[Part]) -> None:
    """«силовая и кардио 60 мин»: one duration at the end of the clause is of everything before it."""
    for part in parts[:-1]:
        if part.minutes is None and not part.addon:
            part.minutes = 0


def _same_kind(last: Part, part: Part) -> bool:
    if last.walk or part.walk:
        return True
    types = {last.type, part.type}
    return len(types) == 1 or "unknown" in types or types == {"cardio", "hiit"}


def _part(kind: str, node: Node, clause: Clause) -> Part:
    if kind == "move":
        name, _, focus = node.senses["move"].partition(" ")
        if name == "cardio" and node.has("exercise") and _sets_follow(clause.nodes, node.place + 1):
            name, focus = "strength", "upper"  # «row 50x10x3»
        return Part(name, {focus} if focus else set(), [node], clause.join)
    if kind == "body":
        return Part("strength", {node.get("body") or node.senses["body_weak"]}, [node], clause.join)
    if kind == "addon":
        return Part(
            "mobility" if node.get("addon") == "stretch" else "unknown",
            set(),
            [node],
            clause.join,
            addon=True,
        )
    if kind == "race":
        return Part("cardio", set(), [node], clause.join)
    if kind == "walk":
        return Part("cardio", set(), [node], clause.join, walk=True)
    return Part("unknown", set(), [node], clause.join)


def _sets_follow(row: list[Node], at: int) -> bool:
    joined = at + 2 < len(row) and (row[at + 1].has("sep") or row[at + 1].text == "*")
    return joined and row[at].counts(None, "kg", "lb") and row[at + 2].counts(None, "kg", "lb")
