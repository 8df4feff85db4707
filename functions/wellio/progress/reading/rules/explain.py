"""What was not understood: the spans a better reader, or a person, should look at."""

from __future__ import annotations

from wellio.progress.reading.formats import Evidence, Span
from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.line import Claim, Line
from wellio.progress.reading.rules.mood_rating import names_mood
from wellio.progress.reading.rules.nodes import Node

_INNOCENT_UNITS = frozenset(
    {"g", "ml", "l", "oz", "km", "m", "mi", "ft", "reps", "sets", "pct", "cm", "bpm", "s", "floor"}
    | {"money", "pieces", "days", "weeks", "months", "years", "degree", "stone"}
)
_RATINGS = (5, 10, 100)
_ACCOUNTS = frozenset(
    {"food", "move", "session", "body", "idle", "equipment", "measure"}
    | {"burn", "rest", "chat", "pain", "mention", "buy"}
)


def span(line: Line, node: Node) -> Span:
    """The node as a range of the original text."""
    return Span.model_construct(start=node.start, end=node.end, text=line.text[node.start : node.end])


def evidence(line: Line, claims: list[Claim]) -> tuple[Evidence, ...]:
    """Which span made which field."""
    return tuple(
        Evidence.model_construct(field=field, span=span(line, node))
        for claim in claims
        for field, node in claim.evidence
    )


def unexplained(line: Line, claims: list[Claim]) -> tuple[Span, ...]:
    """Numbers nothing accounts for, and unknown words that could carry an event.

    People tell their coach about far more than events, so an unknown word counts only beside an unread
    number, as what somebody did («сходила на кизомбу», «did capoeira»), or as the whole of a message.
    """
    values = {value for claim in claims for value in claim.fields.values() if isinstance(value, int | float)}
    reported = {node.clause for claim in claims for _, node in claim.evidence}
    found: list[Node] = []
    for number, clause in enumerate(line.clauses):
        if clause.silent is not None:
            continue
        unread = {
            at
            for at, node in enumerate(clause.nodes)
            if not node.used and node.kind not in ("newline", "date") and _unread(clause, at, values)
        }
        known = number in reported or clause.has("pain", "measure", "idle", "mention", "buy")
        for at, node in enumerate(clause.nodes):
            strange = _unknown(node) and (
                any(near in unread for near in range(at - _NEAR, at + _NEAR + 1))
                or (not known and (_done(clause, at) or not (claims or _says_more(line))))
            )
            if at in unread or strange:
                found.append(node)
    return tuple(span(line, node) for node in found)


_NEAR = 2
_ALONE = 3
"""A message of at most so many words is an event or nothing."""


def _unknown(node: Node) -> bool:
    return node.kind == "word" and not node.senses and len(node.text) > 2


def _unread(clause: Clause, at: int, values: set[float]) -> bool:
    node = clause.nodes[at]
    if node.quantity is not None:
        said_twice = node.quantity.value in values  # «bed 11pm, up 6am, 7 hours»
        return not said_twice and not _accounted(clause, at)
    return node.kind == "number"


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


def _accounted(clause: Clause, at: int) -> bool:
    """A number known to be no event: grams of food, a load, kilometres, a clock reading."""
    node = clause.nodes[at]
    quantity = node.quantity
    assert quantity is not None  # noqa: S101 -- asked of quantities only
    if quantity.unit in _INNOCENT_UNITS or "denied" in node.senses or quantity.worded:
        return True
    if quantity.bound in _RATINGS and clause.has("feel", "mood", "valence", "effort"):
        # «felt 8/10». A rating of the mood that was not read tells something only beside words that were.
        return not any(map(names_mood, clause.nodes)) or clause.has("mood", "valence", "effort")
    before = clause.nodes[at - 1] if at else None
    if quantity.unit is None and before is not None and before.get("unit") in ("days", "weeks", "months"):
        return True  # «день 5»
    if len(clause.nodes) == 2 and clause.nodes[1].text == "." and quantity.high <= 20:
        return True  # the first line of a numbered list
    if before is not None and before.has("addon"):
        return True  # «заминка 10»
    if quantity.unit == "clock" or (at and clause.nodes[at - 1].has("at")):
        return True
    if quantity.unit in ("kg", "lb", None) and (quantity.sign or clause.has("delta", "compare", "left")):
        return True
    return clause.has(*_ACCOUNTS)
