"""Where one statement of a line ends and the next begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from wellio.ai.rules.nodes import Node

CONTENT = ("label", "move", "session", "body", "body_weak", "walk", "meal", "bed", "wake", "eat", "order")


@dataclass(slots=True, eq=False)
class Clause:
    """One statement: its words, how it hangs on the one before, and what was found out about it."""

    nodes: list[Node]
    sentence: int
    join: str = ""
    """`` starts a sentence; `,` `and` `then` `contrast` `split` continue it."""
    question: bool = False
    silent: str | None = None
    """Why nothing in it is a report: goal, future, question ... None: it reports."""
    offset: int = 0
    dated: bool = False
    """The clause itself names a day."""
    kinds: frozenset[str] = field(default_factory=frozenset)

    def has(self, *kinds: str) -> bool:
        """Whether a word of the clause has a sense of one of the kinds."""
        return any(kind in self.kinds for kind in kinds)

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
_COMMAS = frozenset({",", "(", ")", "|", "•", "/", "+", "&"})


def clauses(row: list[Node]) -> list[Clause]:
    """Split a row at sentence ends, commas, joining words and where a new statement plainly starts."""
    found: list[Clause] = []
    current = Clause([], 0)
    sentence = 0

    def close(join: str) -> None:
        nonlocal current
        if current.nodes:
            found.append(current)
            current = Clause([], sentence, join)
        elif join:
            current = Clause([], sentence, join if current.join else "")

    for at, node in enumerate(row):
        if node.kind == "newline" or (node.kind == "mark" and node.text in _ENDS):
            if node.text == "?":
                current.question = True
                if not current.nodes and found and found[-1].sentence == sentence:
                    found[-1].question = True
            if current.nodes:
                current.nodes.append(node)
            sentence += 1
            close("")
            current.sentence = sentence
            current.join = ""
            continue
        if node.kind == "mark" and node.text in _COMMAS:
            if node.text == "/":
                current.nodes.append(node)
                continue
            current.nodes.append(node)
            close("and" if node.text in "+&" else ",")
            continue
        join = _starts(row, at, current)
        if join:
            close(join)
        current.nodes.append(node)
    close("")
    for number, clause in enumerate(found):
        kinds: set[str] = set()
        for node in clause.nodes:
            node.clause = number
            kinds.update(node.senses)
            if node.quantity is not None:
                kinds.add("quantity")
        clause.kinds = frozenset(kinds)
    return found


def _starts(row: list[Node], at: int, current: Clause) -> str:
    """How a new clause begins at this node, or an empty string when it does not."""
    node = row[at]
    if not current.nodes or node.kind not in ("word", "number", "date"):
        return ""
    if node.has("contrast"):
        return "contrast"
    if node.has("then"):
        return "then"
    before = current.nodes
    if node.has("and") and not node.has("from"):
        follower = row[at + 1] if at + 1 < len(row) else None
        return (
            "and"
            if follower is not None and follower.has("actual", "self") and _said_something(before)
            else ""
        )
    if node.has("day", "weekday", "lastnight") and _said_something(before):
        dated_before = any(earlier.has("day", "weekday") for earlier in before)
        measured = any(earlier.quantity is not None or earlier.has("mood") for earlier in before)
        follows = _until_break(row, at + 1)
        content = any(later.has(*CONTENT) for later in follows)
        measures = dated_before and measured and any(later.quantity is not None for later in follows)
        if measures or (content and (dated_before or measured)):
            return "split"
    if node.has("goal", "future") and not node.has("byplan"):
        measured = any(earlier.quantity is not None for earlier in before)
        if measured and any(
            later.quantity is not None or later.has(*CONTENT) for later in _until_break(row, at + 1)
        ):
            return "split"
    measured = any(earlier.quantity is not None for earlier in before)
    wished = any(earlier.has("goal", "future", "before") for earlier in before)
    if not (measured and wished and node.has("actual", "now")):
        return ""
    follows = _until_break(row, at + 1)
    return "split" if any(later.quantity is not None or later.has(*CONTENT) for later in follows) else ""


def _said_something(before: list[Node]) -> bool:
    return any(node.quantity is not None or node.has(*CONTENT, "mood", "feel") for node in before)


def _until_break(row: list[Node], at: int) -> list[Node]:
    found: list[Node] = []
    for node in row[at:]:
        if node.kind == "newline" or node.text in _ENDS or node.text == ",":
            break
        if found and node.has("actual", "self") and found[-1].has("and", "then", "contrast"):
            break
        found.append(node)
    return found
