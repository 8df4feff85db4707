"""Where one statement of a line ends and the next begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from wellio.progress.reading.rules.nodes import Node

CONTENT = ("label", "move", "session", "body", "body_weak", "walk", "meal", "bed", "wake", "eat", "order")


@dataclass(slots=True, eq=False)
class Clause:
    """One statement: its words, how it hangs on the one before, and what was found out about it."""

    nodes: list[Node]
    sentence: int
    join: str = ""
    """`` starts a sentence; `,` `and` `then` `so` `contrast` `split` continue it."""
    question: bool = False
    silent: str | None = None
    """Why the clause reports nothing: goal, future, question ... None when it reports."""
    unsure: bool = False
    """Whether it may be silent by mistake. A person is then asked about its numbers."""
    offset: int = 0
    dated: bool = False
    """Whether the clause itself names a day."""
    inside: bool = False
    """Stands in brackets: what it says of plans or of others ends with them."""
    kinds: frozenset[str] = field(default_factory=frozenset)

    def has(self, *kinds: str) -> bool:
        """Whether a word of the clause has a sense of one of the kinds."""
        return not self.kinds.isdisjoint(kinds)

    def find(self, kind: str) -> Node | None:
        """The first word with this kind of sense."""
        for node in self.nodes:
            if kind in node.senses:
                return node
        return None

    @property
    def measured(self) -> bool:
        """Whether it has a quantity."""
        return "quantity" in self.kinds


_ENDS = frozenset({".", "!", "?", ";", "..", "..."})
_STARTS = frozenset(
    {"subject", "contrast", "then", "so", "and", "versus", "than", "relative", "day", "weekday", "lastnight"}
    | {"daypart", "goal", "future", "actual", "now", "ask"}
)
"""Kinds of words with which a new statement may start."""
_MARKS = frozenset({"newline", "mark"})
_COMMAS = frozenset({",", "(", ")", "|", "•", "+", "&"})
_LONGEST = 60
"""The most nodes of a clause, because recognisers may look through a whole clause."""


def clauses(row: list[Node]) -> list[Clause]:
    """Split a row at sentence ends, commas, joining words and where a new statement plainly starts."""
    cut = _Cutter(row)
    for at, node in enumerate(row):
        if node.kind not in _MARKS:
            if join := cut.starts(row, at):
                cut.close(join)
            cut.add(node)
            continue
        ends = node.kind == "mark" and node.text in _ENDS
        if node.kind == "newline" or (ends and not cut.lists(node) and not cut.numbers(node)):
            amazed = at + 1 < len(row) and row[at + 1].text == "!"  # «250000 steps?!»
            cut.end_sentence(node, asks=node.text == "?" and not amazed)
        elif node.kind == "mark" and (
            node.text in _COMMAS
            or cut.lists(node)
            or _reports_after(row, at, cut)
            or (node.text == "/" and _parts(row, at))
        ):
            cut.add(node)
            cut.close("and" if node.text in "+&" else ",", inside={"(": True, ")": False}.get(node.text))
        else:
            cut.add(node)
    cut.close("")
    return cut.found


def _reports_after(row: list[Node], at: int, cut: _Cutter) -> bool:
    """«coach said 'eat 1700' - I had 1,480»: a dash with spaces, and then somebody speaks of oneself."""
    after = row[at + 1] if at + 1 < len(row) else None
    dash = row[at].text == "-" and not row[at].glued and after is not None and not after.glued
    return dash and after is not None and after.has("subject") and cut.spoken


_REACH = 15
_REPORTED = ("meal", "actual", "complaint")


def _asks_after(row: list[Node], at: int) -> bool:
    """«lunch 450 kcal and can I run tomorrow?»: a question begins that ends with its mark."""
    if row[at].get("ask") != "strong" and not row[at - 1].has("and"):
        return False
    ends = (node.text for node in row[at + 1 : at + _REACH] if node.kind == "newline" or node.text in _ENDS)
    return next(ends, None) == "?"


def _parts(row: list[Node], at: int) -> bool:
    """«вес 65,1 / 1540 ккал»: a slash with spaces around it, where a new statement could start."""
    after = row[at + 1] if at + 1 < len(row) else None
    if after is None or after.glued or row[at].glued or at == 0:
        return False
    named = any(node.has(*CONTENT, "unit") for node in row[max(0, at - 3) : at])
    before = row[at - 1].quantity
    measured = before is not None and (before.unit is not None or not before.whole)
    return (named or measured) and any(
        node.has(*CONTENT) or (node.quantity is not None and node.quantity.unit is not None)
        for node in row[at + 1 : at + 4]
    )


_MEASURED, _CONTENT, _GOAL, _PAST, _FELT, _DATED = (1 << bit for bit in range(6))
_BITS = {
    **dict.fromkeys(CONTENT, _CONTENT),
    "goal": _GOAL,
    "vague": _PAST,
    "mood": _FELT,
    "valence": _FELT,
    "day": _DATED,
}
"""What words of a kind tell, for the look-ahead."""


def _lookahead(row: list[Node]) -> list[int]:
    """For each node what is told from there on to the next break, as bits, in one walk from the end."""
    found = [0] * (len(row) + 1)
    for at in range(len(row) - 1, -1, -1):
        node = row[at]
        if node.kind == "newline" or (node.kind == "mark" and (node.text in _ENDS or node.text == ",")):
            continue
        breaks = not _BREAKING.isdisjoint(node.senses) and _breaks(row, at)
        bits = 0 if breaks else found[at + 1]
        if node.quantity is not None:
            bits |= _MEASURED
        for kind in node.senses:
            bits |= _BITS.get(kind, 0)
        found[at] = bits
    return found


_BREAKING = frozenset({"contrast", "and", "then"})


def _breaks(row: list[Node], at: int) -> bool:
    """«but», «and I had»: another statement begins."""
    if row[at].has("contrast"):
        return True
    speaks = row[at].has("and", "then") and at + 1 < len(row)
    return speaks and row[at + 1].has("actual", "self")


@dataclass(slots=True)
class _Said:
    """What the clause that is being read has said so far."""

    measured: bool = False
    kinds: set[str] = field(default_factory=set)

    def has(self, *kinds: str) -> bool:
        """Whether a word so far has a sense of one of the kinds."""
        return not self.kinds.isdisjoint(kinds)

    @property
    def something(self) -> bool:
        """Whether it has said anything at all."""
        return self.measured or self.has(*CONTENT, "mood", "feel", "occasion", "buy", "mention")


_ITEMS = 20


class _Cutter:
    """Cuts a row into clauses as it walks along it."""

    def __init__(self, row: list[Node]) -> None:
        self.found: list[Clause] = []
        self._row = row
        self._current = Clause([], 0)
        self._said = _Said()
        self._sentence = 0
        self._inside = False

    @cached_property
    def _ahead(self) -> list[int]:
        return _lookahead(self._row)

    @property
    def spoken(self) -> bool:
        """Whether the current clause has said anything yet."""
        return self._said.something

    def lists(self, node: Node) -> bool:
        """A semicolon in brackets only lists: «(б 27, ж 3; 160 ккал)»."""
        return node.text == ";" and self._inside

    def numbers(self, node: Node) -> bool:
        """The stop after the number of an item: «1. вес до 70»."""
        said = self._current.nodes
        item = len(said) == 1 and said[0].counts(None) and node.text == "." and node.glued
        if item and said[0].quantity is not None and said[0].quantity.high <= _ITEMS:
            said[0].role = "number of a list"
            return True
        return False

    def add(self, node: Node) -> None:
        """The node belongs to the current clause."""
        nodes = self._current.nodes
        node.clause, node.place = len(self.found), len(nodes)
        nodes.append(node)
        if node.senses:
            self._said.kinds.update(node.senses)
        if node.quantity is not None:
            self._said.measured = True

    def close(self, join: str, *, inside: bool | None = None) -> None:
        """The current clause ends; the next hangs on it by `join`."""
        if self._current.nodes:
            kinds = self._said.kinds
            self._current.kinds = frozenset(kinds | {"quantity"} if self._said.measured else kinds)
            self.found.append(self._current)
            self._inside = self._inside if inside is None else inside
            self._current = Clause([], self._sentence, join, inside=self._inside)
            self._said = _Said()
        elif join:
            self._current = Clause([], self._sentence, join if self._current.join else "")

    def end_sentence(self, node: Node, *, asks: bool) -> None:
        """A full stop, a question mark, a new line."""
        if asks:
            self._current.question = True
            if not self._current.nodes and self.found and self.found[-1].sentence == self._sentence:
                self.found[-1].question = True
        if self._current.nodes:
            self.add(node)
        self._sentence += 1
        self.close("", inside=False)
        self._current.sentence = self._sentence
        self._current.join = ""

    def _told_of_others(self) -> bool:
        return any(node.has("other") for node in self._current.nodes)

    def starts(self, row: list[Node], at: int) -> str:
        """How a new clause begins at this node, or an empty string when it does not."""
        node, said = row[at], self._said
        if not self._current.nodes:
            if self._current.join == "," and node.has("so", "contrast"):
                self._current.join = "so" if node.has("so") else "contrast"
            return ""
        if len(self._current.nodes) >= _LONGEST:
            return "split"
        if node.senses.keys().isdisjoint(_STARTS):
            return ""
        if node.has("subject") and self._current.nodes[0].has("while") and self._told_of_others():
            return ","  # «while my son trained I walked»
        if node.has("contrast"):
            return "contrast"
        if node.has("then"):
            return "then"
        if node.has("so") and (node.get("so") == "strong" or self._ahead[at + 1] & _MEASURED):
            return "so"
        if node.has("ask") and said.measured and said.has(*_REPORTED) and _asks_after(row, at):
            return "," if row[at - 1].has("and") else "split"
        here, further = self._ahead[at], self._ahead[at + 1]
        if node.has("and") and not node.has("from"):
            follower = row[at + 1] if at + 1 < len(row) else None
            speaks = follower is not None and follower.has("actual", "self")
            other_day = (
                said.has("day", "weekday") and said.measured and further & _MEASURED and further & _DATED
            )
            return "and" if (speaks and said.something) or other_day else ""
        if (
            node.has("versus", "than")
            and (here & _GOAL or here & _PAST)
            and said.measured
            and further & _MEASURED
        ):
            return "split"
        if node.has("relative") and here & _GOAL and said.measured:
            return "split"
        if node.has("day", "weekday", "lastnight") and said.something:
            told = said.measured or any(earlier.has("mood") for earlier in self._current.nodes)
            dated = said.has("day", "weekday")
            measures = dated and told and further & _MEASURED
            moods = said.has("feel") and said.has("mood", "valence") and further & _FELT
            if measures or moods or (further & _CONTENT and (dated or told)):
                return "split"
        if node.has("daypart") and said.has("daypart") and said.measured and further & _MEASURED:
            return "split"
        if not (said.measured and (further & _MEASURED or further & _CONTENT)):
            return ""
        wish = node.has("goal", "future") and not (node.has("byplan") or row[at - 1].counts("pct"))
        return "split" if wish or (said.has("goal", "future", "before") and node.has("actual", "now")) else ""
