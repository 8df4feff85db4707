"""Why a clause by itself reports nothing, and whether it may report something all the same."""

from __future__ import annotations

from itertools import pairwise

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.exactness import told_exactly, walked_exactly, weighed_exactly
from wellio.progress.reading.rules.instructions import asks_for_a_change, sets_a_value
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.third_person import tells_of_others

_SILENT = (
    *("inject", "edit", "assign", "if", "said", "vague", "extreme", "average", "habit", "goal", "future"),
    *("other", "forget"),
)
SILENCING = frozenset({*_SILENT, "trainer", "command", "instead"})
ROUND = frozenset({"future", "habit", "if"})
_NONE: frozenset[str] = frozenset()
_WORDS_OF = {"other": frozenset({"trainer"}), "edit": frozenset({"assign", "command", "instead"})}
"""Kinds of words that may give a reason besides the words of its own kind."""


def own_reason(clause: Clause) -> str | None:
    for reason in () if clause.kinds.isdisjoint(SILENCING) else _SILENT:
        named = reason in clause.kinds or not _WORDS_OF.get(reason, _NONE).isdisjoint(clause.kinds)
        if named and _holds(reason, clause):
            return {"assign": "inject", "extreme": "vague"}.get(reason, reason)
    if (
        clause.has("over")
        and clause.has("label", "eat")
        and any(_several_days(clause.nodes, at) for at in range(1, len(clause.nodes)))
    ):
        return "average"
    if clause.has("infinitive") and not clause.has("actual", "absent"):
        return "future"
    if clause.has("day", "next") and any(
        node.get("day") == "1" or (node.has("next") and _names_day(clause)) for node in clause.nodes
    ):
        return "future"
    return None


def may_report(clause: Clause) -> bool:
    """Whether the clause may be silent by mistake, so that a person is asked about its numbers."""
    reason = clause.silent
    return (
        reason == "edit"
        or (reason == "vague" and _broke_record(clause))
        or (reason == "average" and (_lists_values(clause) or (_spans(clause) and weighed_exactly(clause))))
        or (reason in ROUND and told_exactly(clause))
        or (reason == "goal" and walked_exactly(clause))
        or (reason == "other" and (_told_me(clause) or _compared(clause)))
        or (reason == "if" and _hedged(clause))
    )


_TO_ME = frozenset({"мной", "мне", "меня", "me", "my weight", "my steps"})


def _told_me(clause: Clause) -> bool:
    """«муж намерял мне вес 71.2»: somebody else acts, and the value may be one's own."""
    own = any(node.text in _TO_ME and node.has("self") for node in clause.nodes[1:])
    return own and clause.measured and clause.has("label")


def _compared(clause: Clause) -> bool:
    """«beat my brother: 12,450 vs his 9,980 steps»: one of the numbers may be one's own."""
    numbers = sum(node.quantity is not None for node in clause.nodes)
    return numbers > 1 and clause.has("versus", "than") and clause.has("self", "achieved")


def _hedged(clause: Clause) -> bool:
    """«if the scale is right I'm 143.8 lb»: the condition is of something else than oneself."""
    condition = clause.find("if") if clause.measured else None
    if condition is None:
        return False
    after = clause.nodes[condition.place + 1 : condition.place + 2]
    own = any(node.has("subject", "self", "feel") for node in clause.nodes[condition.place + 2 :])
    return (
        own
        and not any(node.has("subject", "self", "mood") for node in after)
        and clause.nodes[0] is condition
    )


def _lists_values(clause: Clause) -> bool:
    """«вес за неделю: 70,1 70,3 69,9»: values of its days, and no average."""
    return sum(node.quantity is not None and node.quantity.unit is None for node in clause.nodes) > 2


def _several_days(row: list[Node], at: int) -> bool:
    """«за два дня 3200 ккал», «over 3 days»: a sum of days, of which none is known."""
    quantity = row[at].quantity
    long = quantity is not None and quantity.unit in ("days", "weeks") and quantity.high > 1
    weighs = any(node.get("label") == "weight" for node in row)
    return long and row[at - 1].has("over") and not weighs


def _is_record(clause: Clause) -> bool:
    return all(node.get("vague") == "record" for node in clause.nodes if node.has("vague"))


def _broke_record(clause: Clause) -> bool:
    """«шаги 13к, рекорд месяца»: perhaps of today, and not «my personal best was 47:30»."""
    return clause.measured and _is_record(clause) and not clause.has("self", "before")


def _spans(clause: Clause) -> bool:
    """Whether only a stretch of time is named, and not an average."""
    return all(node.get("average") == "span" for node in clause.nodes if node.has("average"))


def _lists_days(clause: Clause) -> bool:
    pairs = pairwise(clause.nodes)
    return any(node.has("weekday", "weekday_short") and after.quantity is not None for node, after in pairs)


def _changed_within(clause: Clause) -> bool:
    """«минус 1,2 кг за неделю = 70,3»: how the weight changed within a time."""
    others = any(node.get("label") not in (None, "weight") for node in clause.nodes)
    return _spans(clause) and clause.has("delta") and not (others or clause.has("move", "session", "walk"))


def _names_day(clause: Clause) -> bool:
    return clause.has("weekday", "daypart") or any(
        node.get("unit") in ("weeks", "months") for node in clause.nodes
    )


def _holds(reason: str, clause: Clause) -> bool:
    """Whether the word that looks like this reason really is one here."""
    if reason == "goal":
        pairs = pairwise(clause.nodes)
        bound = any(node.quantity is not None and node.quantity.bound for node in clause.nodes)
        if (bound and clause.has("actual")) or any(
            node.counts("pct") and after.has("goal") for node, after in pairs
        ):
            return False  # «факт/план: ккал 1700/1800», «съедено 85% нормы: 1530 ккал»
        advised = [node for node in clause.nodes if node.has("goal")]
        if not clause.measured and all(node.has("said") for node in advised) and not _holds("said", clause):
            return False
        if not clause.measured and clause.has("eat") and clause.has("actual"):
            return False  # «ate at maintenance»
        if any(node.get("day") == "1" for node in clause.nodes):
            return True  # «на завтра по плану»
        if clause.has("byplan") or (clause.has("achieved") and clause.has("label")):
            return False
        return clause.measured or not clause.has("feel", "valence") or clause.has("label")
    if reason == "said":
        return clause.has("trainer") or (clause.has("other") and tells_of_others(clause))
    if reason == "inject":
        orders = [node for node in clause.nodes if node.has("inject")]
        named = all(node.get("inject") == "name" for node in orders)
        return not named or clause.has("command", "assign")  # «hi AI, steps 9000»
    if reason == "assign":
        return clause.measured and sets_a_value(clause)
    if reason == "edit":
        return asks_for_a_change(clause)
    if reason == "other":
        return tells_of_others(clause)
    if reason == "future":
        if all(node.get("future") == "heading" for node in clause.nodes if node.has("future")):
            return any(node.text == ":" for node in clause.nodes)  # «На неделю:»
        return not clause.has("byplan")
    if reason == "forget":
        return not (clause.measured and clause.has("label"))  # «forgot to log: 1750 kcal»
    if reason == "average":  # «64.0 → 63.4 this week», «за выходные: сб 2100 ккал»
        return not (
            clause.has("arrow") or _changed_within(clause) or (_spans(clause) and _lists_days(clause))
        )
    if reason == "if":
        pairs = pairwise(clause.nodes)
        return not any(node.has("if") and after.counts("clock") for node, after in pairs)  # «IF 16:8»
    if reason == "vague":
        today = any(node.get("day") == "0" for node in clause.nodes)
        return not ((clause.has("before") and clause.has("now")) or (_is_record(clause) and today))
    if reason == "extreme":
        was = any(node.get("before") == "was" or node.has("ever") for node in clause.nodes)
        return was and not clause.has("now", "day", "weekday")
    return True
