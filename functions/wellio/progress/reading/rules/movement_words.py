"""The words of a workout: movements, parts of the body, additions and durations, as they were said."""

from __future__ import annotations

from itertools import pairwise

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.exactness import LEAST_WEIGHT
from wellio.progress.reading.rules.movement_numbers import MOVING, movement_number, moves
from wellio.progress.reading.rules.nodes import Node


def elements(
    clause: Clause, before: Clause | None = None, *, told: bool = False, alone: bool = False
) -> list[tuple[str, Node]]:
    """Movements, additions and durations of a clause, in order.

    `before`: the clause it goes on from. `told`: minutes were said in this message, so that a bare number
    beside a movement may be minutes too. `alone`: no other clause names a movement.
    """
    found: list[tuple[str, Node]] = []
    if not clause.has("quantity", *MOVING):
        return found
    others = any(moves(node) and node.has("move", "session") for node in clause.nodes)
    timed = clause.measured and any(node.counts("min", "h") for node in clause.nodes)
    passing = _passing(clause, before, timed=timed) if clause.has(*MOVING) else None
    for at, node in enumerate(clause.nodes):
        if node.quantity is not None:
            if (kind := movement_number(clause, at, others=others, told=told)) is not None:
                found.append((kind, node))
        elif moves(node) and not node.role:
            reason = passing or _no_workout(clause, at, told=told, alone=alone)
            kind = None if reason else _kind(clause, at, before, timed=timed, others=others)
            if kind is not None:
                found.append((kind, node))
            else:
                node.role = reason or "no workout"
    return found


def _passing(clause: Clause, before: Clause | None, *, timed: bool) -> str | None:
    """Why no movement that the clause names was done."""
    if clause.has("mention") and not timed:
        return "only mentioned"
    if _only_mentioned(clause):
        return "says when"
    if _sore(clause, before):
        return "pain"
    if clause.has("idle") and all(node.has("going") for node in clause.nodes if moves(node)):
        return "no training"
    return None


def _no_workout(clause: Clause, at: int, *, told: bool, alone: bool) -> str | None:
    """Why a word of movement tells of no movement."""
    node = clause.nodes[at]
    if _names_exercise(clause, at):
        return "name of an exercise"
    if _figurative(clause, node, told=told):
        return "figure of speech"
    if _of_warmup(clause, at, alone=alone):
        return "warm-up"
    if clause.has("pain") and any(before.has("around") for before in clause.nodes[max(0, at - 2) : at]):
        return "pain"  # «спина болит после тяги 100 кг»
    return None


def _kind(clause: Clause, at: int, before: Clause | None, *, timed: bool, others: bool) -> str | None:
    """As what a word of movement counts; None when it does not."""
    node = clause.nodes[at]
    if node.has("addon"):
        return "addon"
    if node.has("move"):
        return None if _named_otherwise(clause, at) else "move"
    if node.has("venue"):
        return "session" if timed and not others else None
    if node.has("session") and not _place(clause, at):
        return "session"
    if node.has("body", "body_weak") and (_trained(clause, node) or _detailed(clause, before)):
        return "body"
    warms = any(later.get("addon") == "warmup" for later in clause.nodes[at + 1 : at + 4])
    if node.has("walk") and not warms and not others:  # «15 min walk to cool down»
        return "walk"
    return None


def _only_mentioned(clause: Clause) -> bool:
    """«57.2 kg after the run»: the training only says when something else was measured."""
    led = False
    for at, node in enumerate(clause.nodes):
        if node.counts("min", "h", "km", "mi"):
            return False
        if moves(node):
            if not any(before.has("around") for before in clause.nodes[max(0, at - 3) : at]):
                return False
            led = True
    return led and (clause.measured or clause.has("label", "meal", "feel"))


def _figurative(clause: Clause, node: Node, *, told: bool) -> bool:
    """«meeting marathon», «swimming in emails»: no measure at all, and an unknown word that it was of."""
    if not node.has("figure"):
        return False
    if clause.has("idle"):
        return True
    if told or node.text.endswith(DONE):
        return False
    if any(other.has("move", "session") and other is not node for other in clause.nodes):
        return False
    ran = any(
        other.quantity is not None
        and other.quantity.unit in ("km", "mi", "m", "min", "h", "clock", "s", "reps", "sets", "kg", "lb")
        for other in clause.nodes
    )
    strange = any(_unplaced(clause, at) for at in range(len(clause.nodes)))
    ran = ran or (clause.measured and not clause.has("label", "meal", "eat"))
    at_work = any(other.text in _WORK or other.text.startswith("работ") for other in clause.nodes)
    return at_work or (strange and not ran and not clause.has("actual", "effort", "trained"))


DONE = ("ла", "ли", "лась", "лся", "ed")
"""Endings of verbs of what was done."""


def _unplaced(clause: Clause, at: int) -> bool:
    """An unknown word that says neither with whom nor where: not the Rico of «boxing with coach Rico»."""
    node = clause.nodes[at]
    if node.kind != "word" or node.senses:
        return False
    led = clause.nodes[max(0, at - 2) : at]
    return not any(
        before.has("with", "around", "place", "companion") and before.text not in _JOINING for before in led
    )


_JOINING = frozenset({"and", "и"})
_WORK = frozenset({"work", "at work", "project"})


def _of_warmup(clause: Clause, at: int, *, alone: bool) -> bool:
    """«5 min warm-up on the bike», «bike warm-up»: what one warmed up on is no part of the session."""
    if not (clause.nodes[at].get("move") or "").startswith("cardio") or alone:
        return False
    after = clause.nodes[at + 1] if at + 1 < len(clause.nodes) else None
    if after is not None and after.get("addon") == "warmup":
        return True
    for node in reversed(clause.nodes[max(0, at - 5) : at]):
        if node.get("addon") == "warmup":
            return True
        if node.has("move", "session", "body", "and", "then") or node.kind == "newline":
            return False
    return False


def _names_exercise(clause: Clause, at: int) -> bool:
    """The curls of «hamstring curls»: the word before says what they train."""
    before = clause.nodes[at - 1] if at else None
    if before is None or not clause.nodes[at].has("exercise"):
        return False
    return before.has("body") or (before.get("move") or "").startswith("strength ")


def _place(clause: Clause, at: int) -> bool:
    """«взвесилась в зале»: where something else was measured."""
    led = at > 0 and clause.nodes[at - 1].has("at")
    after = clause.nodes[at + 1].quantity if at + 1 < len(clause.nodes) else None
    weighs = after is not None and after.unit is None and not after.whole and after.value >= LEAST_WEIGHT
    return led and (weighs or any(node.get("label") == "weight" for node in clause.nodes[:at]))


def _sore(clause: Clause, before: Clause | None) -> bool:
    """«крепатура жуткая, по лестнице спускаюсь боком»: where it hurts, told after that it hurts."""
    hurts = before is not None and before.has("pain") and not before.measured
    return hurts and clause.join == "," and not clause.measured and not clause.has("actual", "session", "day")


def _named_otherwise(clause: Clause, at: int) -> bool:
    """A pain, a purchase or a delivery that only mentions the word."""
    if clause.has("acquired") and clause.nodes[at].has("gear") and not _in_use(clause):
        return True
    return clause.has("buy") or (clause.has("pain") and not clause.measured)


def _in_use(clause: Clause) -> bool:
    """A thing named with a movement, a time or a count of its own: «20 min on the new bike»."""
    return any(
        (node.has("move", "session", "on", "effort") and not node.has("gear"))
        or (node.quantity is not None and node.quantity.unit not in (None, "kg", "lb"))
        for node in clause.nodes
    )


def _trained(clause: Clause, body: Node) -> bool:
    """A part of the body is a workout only beside another sign of training, or alone."""
    if clause.has("pain", "measure", "food", "buy", "feel"):
        return False
    if any(node.quantity is not None and node.quantity.unit == "cm" for node in clause.nodes):
        return False
    if _is_girth(clause, body) or _purpose(clause, body.place):
        return False
    after = clause.nodes[body.place + 1] if body.place + 1 < len(clause.nodes) else None
    if after is not None and after.has("copula", "valence") and not clause.measured:
        return False  # «legs are toast», «плечам лучше»
    if body.has("body_weak") and (_way_back(clause, body.place) or clause.has("delta")):
        return False
    support = 0
    for node in clause.nodes:
        if node is body:
            continue
        timed = node.counts("min", "h", "sets", "reps", "kg", "lb")
        if timed or node.has("move", "session", "body", "body_weak", "effort", "trained"):
            support += 1
        elif node.kind == "word" and not node.senses:
            return support > 0
    if body.has("body_weak"):
        return support > 0
    words = [
        node
        for node in clause.nodes
        if node.kind == "word" and not node.has("day", "daypart", "weekday", "and")
    ]
    return support > 0 or len(words) <= 2 or all(node.has("filler", "body", "actual") for node in words)


def _purpose(clause: Clause, at: int) -> bool:
    """«йога, для спинки самое то», «easy on the legs»: what it was good for, and nothing was lifted."""
    before = clause.nodes[max(0, at - 3) : at]
    led = any(node.has("cause") and node.text not in _CHORES for node in before)
    led = led or any(
        node.has("effort", "valence", "filler") and after.has("on", "to") and after.text != "focus on"
        for node, after in pairwise(before)
        if node.has("effort", "valence") or node.text == "kind"
    )
    lifted = any(node.has("session", "trained") or node.lifts for node in clause.nodes)
    return led and not lifted


_CHORES = frozenset({"from", "chasing", "carrying"})


def _detailed(clause: Clause, before: Clause | None) -> bool:
    """«gym 75 min, mostly back»: nothing but what the session just named was for."""
    if before is None or clause.join != "," or before.has("pain", "feel", "measure"):
        return False
    session = any(node.has("session") or node.lifts for node in before.nodes)
    return session and all(
        node.kind == "mark" or node.has("body", "body_weak", "trained", "and") for node in clause.nodes
    )


def _way_back(clause: Clause, at: int) -> bool:
    """«biked to work and back», «20 min there and 20 min back»: the way, not the muscles."""
    moved = any(
        node.has("walk") or (node.get("move") or "").startswith("cardio") for node in clause.nodes[:at]
    )
    if at and moved and clause.nodes[at - 1].quantity is not None and clause.nodes[at].has("another"):
        return True
    if at < 2 or not clause.nodes[at - 1].has("and"):
        return False
    before = clause.nodes[at - 2]
    trained = before.has("body", "body_weak") or before.lifts
    return not trained and before.text != "cardio"


def _is_girth(clause: Clause, body: Node) -> bool:
    """«бедра 98»: a bare number right after a part of the body is a tape measure."""
    at = next(index for index, node in enumerate(clause.nodes) if node is body)
    after = clause.nodes[at + 1].quantity if at + 1 < len(clause.nodes) else None
    follower = clause.nodes[at + 2] if at + 2 < len(clause.nodes) else None
    sets = follower is not None and (follower.has("sep") or follower.quantity is not None)
    return after is not None and after.unit is None and after.high >= 30 and not sets
