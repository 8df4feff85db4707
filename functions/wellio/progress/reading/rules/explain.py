"""What became of every number and every statement of a measured kind: a field, a reason, or a question.

A line is explained when nothing is left over. The reasons are words that a person understands: they are shown
beside what was not used.
"""

from __future__ import annotations

from wellio.progress.reading.formats import Evidence, SetAside, Span
from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.line import Claim, Line
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.reasons import reason_for


def span(line: Line, node: Node) -> Span:
    """The node as a range of the original text."""
    return Span(node.start, node.end, line.text[node.start : node.end])


def evidence(line: Line, claims: list[Claim]) -> tuple[Evidence, ...]:
    """Which span made which field."""
    spans = {id(node): span(line, node) for claim in claims for _, node in claim.evidence}
    return tuple(Evidence(field, spans[id(node)]) for claim in claims for field, node in claim.evidence)


def account(line: Line, claims: list[Claim]) -> tuple[tuple[SetAside, ...], tuple[Span, ...]]:
    """What counts as nothing, each with the reason, and what has none.

    An unknown word is left over only beside an unread number, as what somebody did («сходила на кизомбу»,
    «did capoeira»), or as the whole of a message: people tell their coach about far more than events.
    """
    made = {id(node) for claim in claims for _, node in claim.evidence}
    doubtful = {id(node) for node in line.doubtful}
    values = {value for claim in claims for value in claim.fields.values() if isinstance(value, int | float)}
    reported = {node.clause for claim in claims for _, node in claim.evidence}
    aside: list[SetAside] = []
    left: list[Node] = []
    for number, clause in enumerate(line.clauses):
        open_here: set[int] = set()
        strange: list[int] = []
        ordered = clause.silent == "edit" and _must_be_done(clause, alone=not claims)
        for at, node in enumerate(clause.nodes):
            if node.kind == "mark":
                continue
            if not node.senses and clause.silent is None and is_unknown(node):
                strange.append(at)
            if (doubtful and id(node) in doubtful) or (ordered and node.has("edit")):
                open_here.add(at)
                continue
            if not _counts(node) or id(node) in made:
                continue
            reason = reason_for(line, clause, at, values)
            if reason is None:
                open_here.add(at)
            else:
                aside.append(SetAside(reason=reason, span=span(line, node)))
        if claims and number not in reported and not any(map(_counts, clause.nodes)):
            aside += _told_beside(line, clause)
        known = number in reported or clause.has("pain", "measure", "idle", "mention", "buy")
        telling = [
            at
            for at in strange
            if any(abs(near - at) <= _NEAR for near in open_here)
            or (not known and (_done(clause, at) or not (claims or _says_more(line))))
        ]
        left += [clause.nodes[at] for at in sorted({*open_here, *telling})]
    if _adds_up(left, values):
        aside += [SetAside(reason="part of the total", span=span(line, node)) for node in left]
        left = []
    return tuple(aside), tuple(span(line, node) for node in left)


def _told_beside(line: Line, clause: Clause) -> list[SetAside]:
    """«вес 67, кот фырчал на холодильник», «lunch 450 kcal, my knee hurts»: words without a value."""
    found = (("complaint", clause.find("complaint")), ("other person", clause.find("other")))
    return [
        SetAside(reason=reason, span=span(line, node))
        for reason, node in found
        if node is not None and (reason == "complaint" or clause.silent == "other")
    ]


def _adds_up(left: list[Node], values: set[float]) -> bool:
    """«salad 430, latte 120, pasta 610, so 1,160 kcal total»: what is left over is explained by a total."""
    parts = [node.quantity.value for node in left if node.counts(None) and node.quantity is not None]
    return len(parts) > 1 and len(parts) == len(left) and sum(parts) in values


def _must_be_done(clause: Clause, *, alone: bool) -> bool:
    """«удали вчерашний ужин»: a change that somebody must make, of a kind that is measured or of everything."""
    return alone or clause.measured or clause.has("label", "move", "session", "meal", "bed")


_NEAR = 2
_ALONE = 3
"""A message of at most so many words is an event or nothing."""


def _counts(node: Node) -> bool:
    """Whether the node must be accounted for: a number, or a movement."""
    return node.quantity is not None or node.kind in ("number", "date") or not _STATED.isdisjoint(node.senses)


_STATED = frozenset({"move", "session", "mood"})


def is_unknown(node: Node) -> bool:
    """A word that the lexicon does not know."""
    return node.kind == "word" and not node.senses and len(node.text) > 2


def _done(clause: Clause, at: int) -> bool:
    """Right after a word of doing, with only small words between."""
    for before in reversed(clause.nodes[max(0, at - 3) : at]):
        if before.has("doing"):
            return "denied" not in before.senses
        if before.kind != "word" or before.senses.keys() - _SMALL:
            return False
    return False


_SMALL = frozenset({"filler", "on", "at", "to", "with", "sep", "of", "and", "from", "range", "over", "point"})


def _says_more(line: Line) -> bool:
    return sum(node.kind == "word" and not node.has("chat") for node in line.row) > _ALONE
