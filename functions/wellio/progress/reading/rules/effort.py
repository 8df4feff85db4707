"""How hard it was: effort said of a workout, or beside it."""

from __future__ import annotations

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.nodes import Node

_EFFORTS = {"low": 1, "moderate": 2, "high": 3}


def intensity(mine: list[Clause], homes: set[int]) -> tuple[str, Node | None]:
    """Effort said in a clause of the workout, or in one beside it that is about nothing else."""
    best: tuple[str, Node | None] = ("unknown", None)
    first = min(homes)
    for clause in mine:
        if not clause.has("effort", "rpe"):
            continue
        number = clause.nodes[0].clause
        at_home = number in homes
        near = any(number + away in homes for away in (-2, -1, 1, 2))
        if not at_home and (not near or (_other_topic(clause) and not _only_felt(clause))):
            continue
        early = number < first and clause.has("day", "daypart")
        for at, node in enumerate(clause.nodes):
            rated = _rpe(clause, at)
            level = rated or node.get("effort")
            if level is None or "denied" in node.senses:
                continue
            if early and level != "high":
                continue  # «today started slow, but ...»
            follower = clause.nodes[at + 1] if at + 1 < len(clause.nodes) else None
            if follower is not None and follower.has("meal", "food", "pain", "scenery", "idle", "buy"):
                continue
            if _is_statistic(clause, at) or _spared(clause, at):
                continue
            felt = _felt(clause, at)
            if at_home and clause.has("feel", "sleepquality") and not (rated or felt):
                continue
            if node.has("mood") or node.get("label") is not None:
                continue
            node.role = "workout"
            if best[1] is None or _EFFORTS[level] > _EFFORTS[best[0]]:
                best = (level, node)
    return best


def _is_statistic(clause: Clause, at: int) -> bool:
    """«средний пульс 138», «темп средний 6:03», «moderate heart rate»: said of what a watch shows."""
    row = clause.nodes
    measured = any(
        node.quantity is not None and not node.counts("h", "min", "km", "mi") for node in row[at + 1 : at + 4]
    )
    after = row[at + 1] if at + 1 < len(row) else None
    before = row[at - 1] if at else None
    if after is not None and after.has("measure"):
        return measured or not after.has("tempo")
    if row[at].has("measure"):
        return measured  # «средний темп 6:03» is one word of the lexicon
    return before is not None and before.has("measure") and measured


def _spared(clause: Clause, at: int) -> bool:
    """«easy on the legs»: kind to them."""
    ahead = clause.nodes[at + 1 : at + 4]
    return bool(ahead) and ahead[0].has("on") and any(node.has("body", "body_weak") for node in ahead)


def _felt(clause: Clause, at: int) -> bool:
    """«felt easy», «felt really tough»."""
    return any(node.has("felt") for node in clause.nodes[max(0, at - 3) : at])


def _only_felt(clause: Clause) -> bool:
    return clause.has("felt") and not clause.has("meal", "food", "label", "bed", "wake", "eat", "order")


def _other_topic(clause: Clause) -> bool:
    return clause.has("meal", "food", "feel", "label", "bed", "wake", "eat", "order")


def _rpe(clause: Clause, at: int) -> str | None:
    if not clause.nodes[at].has("rpe"):
        return None
    for node in clause.nodes[at + 1 : at + 3]:
        if node.quantity is not None and node.quantity.unit is None and node.quantity.high <= 10:
            node.role = "effort"
            value = node.quantity.value
            return "high" if value >= 8 else "moderate" if value >= 5 else "low"
    return None
