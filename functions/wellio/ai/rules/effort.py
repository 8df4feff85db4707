"""How hard it was: effort said of a workout, or beside it."""

from __future__ import annotations

from wellio.ai.rules.clauses import Clause
from wellio.ai.rules.nodes import Node

_EFFORTS = {"low": 1, "moderate": 2, "high": 3}


def intensity(mine: list[Clause], homes: set[int]) -> tuple[str, Node | None]:
    """Effort said in a clause of the workout, or in one beside it that is about nothing else."""
    best: tuple[str, Node | None] = ("unknown", None)
    first = min(homes)
    for clause in mine:
        number = clause.nodes[0].clause
        at_home = number in homes
        near = any(number + away in homes for away in (-2, -1, 1, 2))
        if not at_home and (not near or _other_topic(clause)):
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
            if follower is not None and follower.has("meal", "food", "pain"):
                continue
            if at_home and clause.has("feel", "sleepquality") and not rated:
                continue
            if node.has("mood") or node.get("label") is not None:
                continue
            node.used = True
            if best[1] is None or _EFFORTS[level] > _EFFORTS[best[0]]:
                best = (level, node)
    return best


def _other_topic(clause: Clause) -> bool:
    return clause.has("meal", "food", "feel", "label", "bed", "wake", "eat", "order")


def _rpe(clause: Clause, at: int) -> str | None:
    if not clause.nodes[at].has("rpe"):
        return None
    for node in clause.nodes[at + 1 : at + 3]:
        if node.quantity is not None and node.quantity.unit is None and node.quantity.high <= 10:
            node.used = True
            value = node.quantity.value
            return "high" if value >= 8 else "moderate" if value >= 5 else "low"
    return None
