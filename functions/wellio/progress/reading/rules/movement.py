"""Training: what kind, for which part of the body, for how long and how hard."""

from __future__ import annotations

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.clock import is_clock
from wellio.progress.reading.rules.context import is_estimate
from wellio.progress.reading.rules.effort import intensity
from wellio.progress.reading.rules.line import Claim, Line
from wellio.progress.reading.rules.minutes import bare_total, both_ways
from wellio.progress.reading.rules.movement_numbers import MOVING
from wellio.progress.reading.rules.movement_words import DONE, elements
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.workout_parts import Part, cover, give, minutes_of, parts_of

_WAYS = ("km", "mi", "m")
_ONE_EXERCISE = 5
"""So many minutes beside several exercises are of one of them."""


def movement(line: Line) -> list[Claim]:
    """One claim a day."""
    claims: list[Claim] = []
    if line.kinds.isdisjoint(MOVING) and not any(
        node.quantity is not None and (node.quantity.kilo or node.quantity.unit in _WAYS)
        for node in line.numbers
    ):
        return claims
    offsets: list[int] = []
    for clause in line.clauses:
        if clause.silent is None and clause.offset not in offsets:
            offsets.append(clause.offset)
    for offset in offsets:
        mine = [clause for clause in line.clauses if clause.silent is None and clause.offset == offset]
        claim = _claim(line, mine, offset)
        if claim is not None:
            claims.append(claim)
    return claims


def _claim(line: Line, mine: list[Clause], offset: int) -> Claim | None:
    parts: list[Part] = []
    total: Node | None = None
    waiting: Node | None = None
    told = any(node.counts("min", "h") for node in line.numbers if line.clauses[node.clause] in mine)
    moving = [clause for clause in mine if clause.has("move", "session", "body", "body_weak")]
    for clause, before in zip(mine, [None, *mine], strict=False):
        going_on = before if before is not None and before.sentence == clause.sentence else None
        row = elements(clause, going_on, told=told, alone=len(moving) == 1)
        if not row and clause.has("label", "meal", "eat", "order"):
            waiting = None  # «so 7.5h. Scale 208.2 lb. Gym»
        if not any(kind != "time" for kind, _ in row):
            for _, node in row:
                if clause.has("total"):
                    total = node
                elif parts and clause.has("another") and _same_breath(line, clause, parts[-1]):
                    give(parts[-1], node)  # «ran 20 min, then another 15»
                elif len(parts) > 1 and _only_duration(clause) and all(not part.timing for part in parts):
                    total = node  # «20 burpees, 40 squats, 18 minutes»
                elif parts and parts[-1].minutes is None and _same_breath(line, clause, parts[-1]):
                    give(parts[-1], node)
                    cover([part for part in parts if part.join == parts[-1].join and _beside(part, parts)])
                elif not parts:
                    waiting = node
            said = [minutes_of(node) for part in parts for node in part.timing]
            if not row and parts:
                total = bare_total(clause, said) or total
            continue
        new = parts_of(clause, row)
        if parts and clause.has("included"):  # «тренировка 1 час, из них 20 минут кардио»
            for part in new:
                for node in part.timing:
                    node.role = "part of the session"
                part.minutes, part.timing = 0, []
        if waiting is not None and new and new[0].minutes is None:
            give(new[0], waiting)
        waiting = None
        parts += new
    for part in parts:
        if len(part.timing) == 1 and both_ways(mine, part.timing[0]):
            give(part, part.timing[0])
    for part in parts:
        for node in part.nodes:
            node.role = node.role or ("warm-up" if part.addon else "no duration")
    parts = [part for part in parts if not part.walk or part.minutes is not None]
    main = [part for part in parts if not part.addon]
    if not main:
        main = [part for part in parts if part.type == "mobility"]
    if not main:
        return None
    minutes, timing = _duration(main, total)
    if minutes is not None and minutes <= _ONE_EXERCISE and sum(len(part.nodes) for part in main) > 1:
        minutes, timing = None, []  # «отжимания 50 раз и планка 2 мин»
    if minutes is None and len(main) == 1:
        line.doubtful += [hour for part in main if (hour := _only_when(line, part)) is not None]
    kinds = {part.type for part in main}
    focus = set().union(*(part.focus for part in main))
    if "full" in focus:
        focus = {"full"}
    evidence: list[tuple[str, Node]] = []
    for part in main:
        for node in part.nodes:
            node.role = "workout"
            evidence.append(("workout.type", node))
            if part.focus:
                evidence.append(("workout.body_focus", node))
    for node in timing:
        evidence.append(("workout.duration_min", node))
    _account(parts, {id(node) for node in timing})
    level, effort = intensity(mine, {node.clause for part in main for node in part.nodes})
    if effort is not None:
        evidence.append(("workout.intensity", effort))
    features: set[str] = set()
    if len(main) > 1:
        features.add("parts")
    if all(node.has("body", "body_weak") for part in main for node in part.nodes):
        features.add("body_only")
    fields: dict[str, object] = {
        "type": _type(kinds),
        "body_focus": tuple(name for name in ("upper", "lower", "full", "core") if name in focus)
        or ("unspecified",),
        "duration_min": minutes,
        "intensity": level,
    }
    return Claim(
        "workout", fields, offset, evidence, any(is_estimate(line, node) for node in timing), features
    )


def _only_when(line: Line, part: Part) -> Node | None:
    """The hour of «gym at 6», «тренировка в 18:00»: that may be a plan."""
    clause = line.clause_of(part.nodes[0])
    told = any(node.has("actual") or node.text.split()[0].endswith(DONE) for node in part.nodes)
    if told or clause.has("doing", "before", "effort", "trained"):
        return None
    row = clause.nodes
    for at, node in enumerate(row):
        led = part.type == "unknown" or not at or row[at - 1].has("at")  # not «plank 2:00»
        if (node.counts("clock") and led) or is_clock(row, at):
            return node
    return None


def _only_duration(clause: Clause) -> bool:
    return clause.join == "," and sum(node.kind != "mark" for node in clause.nodes) == 1


def _account(parts: list[Part], counted: set[int]) -> None:
    """Why a duration of a part is no duration of the workout."""
    for part in parts:
        for node in part.timing:
            if id(node) not in counted:
                node.role = "warm-up" if part.addon else "part of the session"


def _type(kinds: set[str]) -> str:
    known = kinds - {"unknown"}
    if not known:
        return "unknown"
    if len(known) == 1:
        return next(iter(known))
    if known == {"hiit", "cardio"}:
        return "hiit"
    return "mixed"


def _beside(part: Part, parts: list[Part]) -> bool:
    return part.nodes[0].clause == parts[-1].nodes[0].clause


def _same_breath(line: Line, clause: Clause, part: Part) -> bool:
    return clause.sentence - line.clause_of(part.nodes[0]).sentence <= 2 and not clause.has(
        "label", "meal", "feel"
    )


def _duration(main: list[Part], total: Node | None) -> tuple[float | None, list[Node]]:
    """The sum when every part has a duration; details of a timed session need none of their own."""
    if total is not None:
        total.role = "workout"
        return minutes_of(total), [total]
    timed = [part for part in main if part.minutes is not None]
    said = [node for part in timed for node in part.timing]
    whole = next(
        (node for node in said if len(said) > 2 and 2 * minutes_of(node) == sum(map(minutes_of, said))), None
    )
    if whole is not None:
        return minutes_of(whole), [whole]  # «1 час: 40 мин силовая и 20 мин кардио»
    if not timed:
        return None, []
    header = any(part.type in ("unknown", "strength") for part in timed)
    generic = timed[0].type == "unknown"
    for part in main:
        if part.minutes is not None or part.type == "unknown":
            continue
        separate = part.join in ("then", "and") and part is not main[0]
        if any(other.type == part.type for other in timed[:1] if main.index(other) > main.index(part)):
            continue  # «сходили в бассейн, плавали час»
        if part.type == "strength" and header:
            continue
        if generic and not separate:
            continue
        return None, []
    return round(sum(part.minutes or 0 for part in timed), 2), [
        node for part in timed for node in part.timing
    ]
