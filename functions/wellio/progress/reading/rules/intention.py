"""Which statements report something done, and which only wish, plan, ask, deny or tell of others."""

from __future__ import annotations

from wellio.progress.reading.rules.carried import PAST_DAYS, contradicts, resets
from wellio.progress.reading.rules.clauses import CONTENT, Clause
from wellio.progress.reading.rules.exactness import told_exactly, weighed_exactly
from wellio.progress.reading.rules.instructions import obeys, only_talk
from wellio.progress.reading.rules.negation import deny_words
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.questions import asking, questions
from wellio.progress.reading.rules.silences import ROUND, SILENCING, may_report, own_reason

_PLANNED = ROUND | {"goal"}
"""What people say in round numbers; goals may be reckoned exactly where they are named."""
_REMARKABLE = SILENCING | {"byplan", "over", "infinitive", "next", "day", "notyet", "truth"}
"""A clause without a word of these kinds says nothing about what it reports."""
_CARRIED = frozenset({"inject", "edit", "if", "said", "vague", "average", "habit", "goal", "future", "other"})


def judge(found: list[Clause]) -> None:
    """Set `silent` on every clause that reports nothing, and mark denied words."""
    header: Clause | None = None
    injected: list[int] = []
    meant = -1  # the sentence that tells the truth after an order
    for number, clause in enumerate(found):
        before = _spoken_before(found, number)
        if (
            (before is None or before.silent is None)
            and not injected
            and clause.kinds.isdisjoint(_REMARKABLE)
        ):
            deny_words(clause)
            continue
        clause.silent = own_reason(clause)
        if clause.silent == "edit" and any(other.silent == "inject" for other in found[:number]):
            clause.silent = "inject"
        clause.unsure = may_report(clause)
        if clause.silent == "forget" and _told_after_all(found, number):
            clause.silent = None
        if clause.silent is None and clause.has("byplan") and _turned_out(found, number):
            clause.silent = "goal"
        if clause.silent is None and before is not None and before.silent in _CARRIED:
            same = before.sentence == clause.sentence
            if header is before:
                clause.silent = None if _ends_plan(clause, before) else before.silent
            elif (
                same and not _asks_before(clause, before) and not resets(before.silent or "", clause, before)
            ):
                clause.silent = before.silent
                exact = told_exactly if before.silent in _PLANNED else weighed_exactly
                clause.unsure = before.silent == "edit" or exact(clause) or contradicts(clause, before)
        told = before is not None and before.silent is None and before.has("actual", "truth")
        told = told or meant == clause.sentence
        if clause.silent is None and injected and clause.sentence != injected[-1]:
            if obeys(clause, told):
                clause.silent = "inject"
            elif told or clause.has("truth"):
                meant = clause.sentence
        undone = clause.has("notyet") and before is not None and before.sentence == clause.sentence
        if undone and before is not None and not before.measured:
            before.silent = before.silent or "future"
        if clause.silent == "inject" and not only_talk(clause):
            injected.append(clause.sentence)
        below = header is not None and header is before and clause.silent is not None
        silent_mark = below and all(node.kind == "mark" for node in clause.nodes)  # «+ пресс 15 мин»
        if (below and not silent_mark) or (clause.silent in ("goal", "future") and _is_header(clause)):
            header = clause
        deny_words(clause)
    questions(found)
    _packages(found)


def _asks_before(clause: Clause, before: Clause) -> bool:
    """«can I run tomorrow, lunch soup 450 kcal»: the question of a plan ends where something is told."""
    asked = before.silent == "future" and asking(before) is not None and not before.measured
    return asked and clause.measured and clause.has(*CONTENT)


def _packages(found: list[Clause]) -> None:
    """«label says 390 kcal per 100 g, had 50 g of it»: how much of it was eaten, a person reckons."""
    for number, clause in enumerate(found):
        if clause.silent != "habit" or not clause.has("label") or not clause.measured:
            continue
        for after in found[number + 1 : number + 4]:
            told = any(node.quantity is not None and node.quantity.worded for node in after.nodes)
            if after.silent is None and after.has("eat") and not (told or after.has("label", "part")):
                clause.unsure = True


def _spoken_before(found: list[Clause], number: int) -> Clause | None:
    """The clause this one goes on from: after a bracket, the one before the bracket."""
    for before in reversed(found[max(0, number - 4) : number] if number else ()):
        if before.inside and not found[number].inside:
            continue
        if before.nodes[0].kind == "mark" and all(node.kind == "mark" for node in before.nodes):
            continue
        return before
    return None


def _turned_out(found: list[Clause], number: int) -> bool:
    """«по плану 1600, но вышло 1850»: the plan is contrasted with what came of it."""
    after = found[number + 1] if number + 1 < len(found) else None
    if after is None or after.sentence != found[number].sentence or not after.measured:
        return False
    contrasted = after.join == "contrast" or after.nodes[0].has("contrast")
    return contrasted and after.has("actual") and not after.has("label") and found[number].measured


def _told_after_all(found: list[Clause], number: int) -> bool:
    """«забыла записать йогу, 40 мин»: what was not written down then is told now."""
    clause = found[number]
    told = clause.has(*CONTENT) or any(node.kind == "number" and _is_measure(node) for node in clause.nodes)
    if not any(node.get("forget") == "late" for node in clause.nodes) or not told:
        return False
    after = found[number + 1] if number + 1 < len(found) else None
    continues = after is not None and after.sentence == clause.sentence and after.measured
    return clause.measured or continues


def _is_measure(node: Node) -> bool:
    """«144.6 lb», «2000 ккал»: a number with a unit."""
    return node.counts("kg", "lb", "g", "min", "h")


_HEADER = 6
"""Words of a heading at most: «план на завтра»."""


def _is_header(clause: Clause) -> bool:
    """«План:», «goals:», «на завтра по плану:», «next week's split:», «Tomorrow» on a line of its own."""
    if clause.question or asking(clause):
        return False
    colon = next((at for at, node in enumerate(clause.nodes) if node.text == ":"), None)
    if colon is not None and colon <= _HEADER:
        named = clause.nodes[:colon]
    elif not clause.measured and len(clause.nodes) <= _HEADER:
        named = clause.nodes
    else:
        return False
    return any(
        node.has("goal", "next") or node.get("day") == "1" or node.get("future") == "heading"
        for node in named
    )


def _ends_plan(clause: Clause, before: Clause) -> bool:
    """What ends the silence below a heading of plan or goal: a report, or another heading."""
    listed = before.nodes[-1].kind == "newline" or clause.has("weekday", "weekday_short")
    if clause.join != "," and before.silent == "goal" and not listed:
        return resets("goal", clause, before)
    if any(node.get("day") in PAST_DAYS for node in clause.nodes) or clause.has("now"):
        return True
    return any(node.has("actual") and node.text not in _WEAK for node in clause.nodes)


_WEAK = frozenset({"at", "only", "качала", "got"})
"""Words of report that stand in plans, too."""
