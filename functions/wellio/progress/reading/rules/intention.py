"""Which statements report something done, and which only wish, plan, ask, deny or tell of others."""

from __future__ import annotations

from wellio.progress.reading.rules.carried import PAST_DAYS, contradicts, resets
from wellio.progress.reading.rules.clauses import CONTENT, Clause
from wellio.progress.reading.rules.exactness import told_exactly, walked_exactly, weighed_exactly
from wellio.progress.reading.rules.instructions import asks_for_a_change, obeys, only_talk, sets_a_value
from wellio.progress.reading.rules.negation import deny_words
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.questions import asking, questions
from wellio.progress.reading.rules.third_person import tells_of_others

_SILENT = (
    *("inject", "assign", "edit", "if", "said", "vague", "extreme", "average", "habit", "goal", "future"),
    *("other", "forget"),
)
_SILENCING = frozenset({*_SILENT, "trainer"})
_ROUND = frozenset({"future", "habit", "if"})
_PLANNED = _ROUND | {"goal"}
"""What people say in round numbers; goals may be reckoned exactly where they are named."""
_REMARKABLE = _SILENCING | {"byplan", "over", "infinitive", "next", "day", "notyet", "truth"}
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
        clause.silent = _own_reason(clause)
        clause.unsure = (
            (clause.silent == "vague" and _broke_record(clause))
            or (
                clause.silent == "average"
                and (_lists_values(clause) or (_spans(clause) and weighed_exactly(clause)))
            )
            or (clause.silent in _ROUND and told_exactly(clause))
            or (clause.silent == "goal" and walked_exactly(clause))
            or clause.silent == "edit"
            or _told_me(clause)
            or _hedged(clause)
            or _compared(clause)
        )
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


def _told_me(clause: Clause) -> bool:
    """«муж намерял мне вес 71.2»: somebody else acts, and the value may be one's own."""
    own = any(node.text in _TO_ME and node.has("self") for node in clause.nodes[1:])
    return clause.silent == "other" and own and clause.measured and clause.has("label")


def _compared(clause: Clause) -> bool:
    """«beat my brother: 12,450 vs his 9,980 steps»: one of the numbers may be one's own."""
    numbers = sum(node.quantity is not None for node in clause.nodes)
    return (
        clause.silent == "other"
        and numbers > 1
        and clause.has("versus", "than")
        and clause.has("self", "achieved")
    )


def _hedged(clause: Clause) -> bool:
    """«if the scale is right I'm 143.8 lb»: the condition is of something else than oneself."""
    condition = clause.find("if") if clause.silent == "if" and clause.measured else None
    if condition is None:
        return False
    after = clause.nodes[condition.place + 1 : condition.place + 2]
    own = any(node.has("subject", "self", "feel") for node in clause.nodes[condition.place + 2 :])
    return (
        own
        and not any(node.has("subject", "self", "mood") for node in after)
        and clause.nodes[0] is condition
    )


_TO_ME = frozenset({"мной", "мне", "меня", "me", "my weight", "my steps"})


def _lists_values(clause: Clause) -> bool:
    """«вес за неделю: 70,1 70,3 69,9»: values of its days, and no average."""
    return sum(node.quantity is not None and node.quantity.unit is None for node in clause.nodes) > 2


def _spoken_before(found: list[Clause], number: int) -> Clause | None:
    """The clause this one goes on from: after a bracket, the one before the bracket."""
    for before in reversed(found[max(0, number - 4) : number]):
        if before.inside and not found[number].inside:
            continue
        if all(node.kind == "mark" for node in before.nodes):
            continue
        return before
    return None


def _own_reason(clause: Clause) -> str | None:
    for reason in () if clause.kinds.isdisjoint(_SILENCING) else _SILENT:
        named = reason in clause.kinds or (reason == "other" and "trainer" in clause.kinds)
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


def _several_days(row: list[Node], at: int) -> bool:
    """«за два дня 3200 ккал», «over 3 days»: a sum of days, of which none is known."""
    quantity = row[at].quantity
    long = quantity is not None and quantity.unit in ("days", "weeks") and quantity.high > 1
    weighs = any(node.get("label") == "weight" for node in row)
    return long and row[at - 1].has("over") and not weighs


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


def _is_record(clause: Clause) -> bool:
    return all(node.get("vague") == "record" for node in clause.nodes if node.has("vague"))


def _broke_record(clause: Clause) -> bool:
    """«шаги 13к, рекорд месяца»: perhaps of today, and not «my personal best was 47:30»."""
    return clause.measured and _is_record(clause) and not clause.has("self", "before")


def _spans(clause: Clause) -> bool:
    """Whether only a stretch of time is named, and not an average."""
    return all(node.get("average") == "span" for node in clause.nodes if node.has("average"))


def _lists_days(clause: Clause) -> bool:
    pairs = zip(clause.nodes, clause.nodes[1:], strict=False)
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
        pairs = zip(clause.nodes, clause.nodes[1:], strict=False)
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
        pairs = zip(clause.nodes, clause.nodes[1:], strict=False)
        return not any(node.has("if") and after.counts("clock") for node, after in pairs)  # «IF 16:8»
    if reason == "vague":
        today = any(node.get("day") == "0" for node in clause.nodes)
        return not ((clause.has("before") and clause.has("now")) or (_is_record(clause) and today))
    if reason == "extreme":
        was = any(node.get("before") == "was" or node.has("ever") for node in clause.nodes)
        return was and not clause.has("now", "day", "weekday")
    return True


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
