"""Training: what kind, for which part of the body, for how long and how hard."""

from __future__ import annotations

from dataclasses import dataclass, field

from wellio.ai.rules.clauses import Clause
from wellio.ai.rules.line import Claim, Line
from wellio.ai.rules.nearby import is_estimate
from wellio.ai.rules.nodes import Node

_EFFORTS = {"low": 1, "moderate": 2, "high": 3}


@dataclass(slots=True)
class Part:
    """Movements of one kind that belong together, and the minutes said of them."""

    type: str
    focus: set[str]
    nodes: list[Node]
    join: str
    minutes: float | None = None
    timing: list[Node] = field(default_factory=list)
    addon: bool = False
    walk: bool = False


def movement(line: Line) -> list[Claim]:
    """One claim a day."""
    claims: list[Claim] = []
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
    for clause in mine:
        row = _elements(line, clause)
        if not any(kind != "time" for kind, _ in row):
            for _, node in row:
                if clause.has("total"):
                    total = node
                elif parts and parts[-1].minutes is None and _same_breath(line, clause, parts[-1]):
                    _give(parts[-1], node)
                elif not parts:
                    waiting = node
            continue
        new = _parts(clause, row)
        if waiting is not None and new and new[0].minutes is None:
            _give(new[0], waiting)
        waiting = None
        parts += new
    parts = [part for part in parts if not part.walk or part.minutes is not None]
    main = [part for part in parts if not part.addon]
    if not main:
        main = [part for part in parts if part.type == "mobility"]
    if not main:
        return None
    minutes, timing = _duration(main, total)
    kinds = {part.type for part in main}
    focus = set().union(*(part.focus for part in main))
    if "full" in focus:
        focus = {"full"}
    evidence: list[tuple[str, Node]] = []
    for part in main:
        for node in part.nodes:
            node.used = True
            evidence.append(("workout.type", node))
            if part.focus:
                evidence.append(("workout.body_focus", node))
    for node in timing:
        evidence.append(("workout.duration_min", node))
    intensity, effort = _intensity(line, mine, main)
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
        "intensity": intensity,
    }
    return Claim(
        "workout", fields, offset, evidence, any(is_estimate(line, node) for node in timing), features
    )


def _type(kinds: set[str]) -> str:
    known = kinds - {"unknown"}
    if not known:
        return "unknown"
    if len(known) == 1:
        return next(iter(known))
    if known == {"hiit", "cardio"}:
        return "hiit"
    return "mixed"


def _elements(line: Line, clause: Clause) -> list[tuple[str, Node]]:
    """Movements, additions and durations of a clause, in order."""
    found: list[tuple[str, Node]] = []
    others = any(_moves(node) and node.has("move", "session") for node in clause.nodes)
    mentioned = clause.has("mention") and not clause.measured
    for at, node in enumerate(clause.nodes):
        quantity = node.quantity
        if quantity is not None:
            lasting = quantity.unit in ("min", "h") or _stopwatch(clause, at)
            if lasting and not node.used and not _rest(clause, at) and "denied" not in node.senses:
                found.append(("time", node))
            elif quantity.unit in ("km", "mi", "m", "reps", "sets", "s", "floor", "bpm", "ft"):
                node.used = True
            continue
        if mentioned or not _moves(node):
            continue
        if node.has("addon"):
            found.append(("addon", node))
        elif node.has("move"):
            if not _named_otherwise(clause, at):
                found.append(("move", node))
        elif node.has("session"):
            found.append(("session", node))
        elif node.has("body", "body_weak") and _trained(clause, node):
            found.append(("body", node))
        elif node.has("walk") and not others:
            found.append(("walk", node))
    return found


def _moves(node: Node) -> bool:
    return node.has("move", "session", "body", "body_weak", "walk", "addon") and "denied" not in node.senses


def _named_otherwise(clause: Clause, at: int) -> bool:
    """A pain, a purchase or a measured girth that only mentions the word."""
    return clause.has("buy") or (clause.has("pain") and not clause.measured)


def _trained(clause: Clause, body: Node) -> bool:
    """A part of the body is a workout only beside another sign of training, or alone."""
    if clause.has("pain", "measure", "food", "buy", "feel"):
        return False
    if any(node.quantity is not None and node.quantity.unit == "cm" for node in clause.nodes):
        return False
    if _is_girth(clause, body):
        return False
    support = 0
    for node in clause.nodes:
        if node is body:
            continue
        timed = node.quantity is not None and node.quantity.unit in ("min", "h", "sets", "reps", "kg", "lb")
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


def _is_girth(clause: Clause, body: Node) -> bool:
    """«бедра 98»: a bare number right after a part of the body is a tape measure."""
    at = next(index for index, node in enumerate(clause.nodes) if node is body)
    after = clause.nodes[at + 1].quantity if at + 1 < len(clause.nodes) else None
    follower = clause.nodes[at + 2] if at + 2 < len(clause.nodes) else None
    sets = follower is not None and (follower.has("sep") or follower.quantity is not None)
    return after is not None and after.unit is None and after.high >= 30 and not sets


def _rest(clause: Clause, at: int) -> bool:
    """«отдых 2 мин между подходами»."""
    return any(node.has("rest", "pain") for node in clause.nodes[max(0, at - 3) : at + 3])


def _stopwatch(clause: Clause, at: int) -> bool:
    """«тренировка 1:15»: h:mm right after a movement, too short to be the hour it began."""
    quantity = clause.nodes[at].quantity
    before = clause.nodes[at - 1] if at else None
    if quantity is None or not quantity.clock or not 0 < quantity.low < 4 or before is None:
        return False
    return not before.has("at", "from", "to")


def _minutes(node: Node) -> float:
    assert node.quantity is not None  # noqa: S101 -- durations are quantities
    return round(node.quantity.value * (60 if node.quantity.unit in ("h", "clock") else 1), 2)


def _give(part: Part, node: Node) -> None:
    part.minutes = (part.minutes or 0) + _minutes(node)
    part.timing.append(node)
    node.used = True


def _parts(clause: Clause, row: list[tuple[str, Node]]) -> list[Part]:
    """Runs of one kind with the durations beside them."""
    parts: list[Part] = []
    pending: Node | None = None
    times = sum(kind == "time" for kind, _ in row)
    leading = bool(row) and row[0][0] == "time"
    for kind, node in row:
        if kind == "time":
            open_part = parts[-1] if parts else None
            if open_part is None or (leading and open_part.minutes is not None):
                pending = node
            elif open_part.minutes is None:
                _give(open_part, node)
                if times == 1 and not leading and not open_part.addon:
                    _cover(parts)
            elif leading:
                pending = node
            else:
                pending = node
            continue
        part = _part(kind, node, clause)
        last = parts[-1] if parts else None
        joined = last is not None and last.addon == part.addon and _same_kind(last, part)
        if joined and last is not None and (last.minutes is None or times == 1) and pending is None:
            last.nodes.append(node)
            last.focus |= part.focus
            if last.type == "unknown":
                last.type = part.type
            continue
        if pending is not None:
            _give(part, pending)
            pending = None
        parts.append(part)
    if pending is not None and parts:
        _give(parts[-1], pending)
    return parts


def _cover(parts: list[Part]) -> None:
    """«силовая и кардио 60 мин»: one duration at the end of the clause is of everything before it."""
    for part in parts[:-1]:
        if part.minutes is None and not part.addon:
            part.minutes = 0


def _same_kind(last: Part, part: Part) -> bool:
    if last.walk or part.walk:
        return True
    return last.type == part.type or "unknown" in (last.type, part.type)


def _part(kind: str, node: Node, clause: Clause) -> Part:
    if kind == "move":
        name, _, focus = node.senses["move"].partition(" ")
        return Part(name, {focus} if focus else set(), [node], clause.join)
    if kind == "body":
        return Part("strength", {node.get("body") or node.senses["body_weak"]}, [node], clause.join)
    if kind == "addon":
        return Part(
            "mobility" if node.get("addon") == "stretch" else "unknown",
            set(),
            [node],
            clause.join,
            addon=True,
        )
    if kind == "walk":
        return Part("cardio", set(), [node], clause.join, walk=True)
    return Part("unknown", set(), [node], clause.join)


def _same_breath(line: Line, clause: Clause, part: Part) -> bool:
    return clause.sentence - line.clause_of(part.nodes[0]).sentence <= 1 and not clause.has(
        "label", "meal", "feel"
    )


def _duration(main: list[Part], total: Node | None) -> tuple[float | None, list[Node]]:
    """The sum when every part has a duration; details of a timed session need none of their own."""
    if total is not None:
        total.used = True
        return _minutes(total), [total]
    timed = [part for part in main if part.minutes is not None]
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


def _intensity(line: Line, mine: list[Clause], main: list[Part]) -> tuple[str, Node | None]:
    """Effort said in a clause of the workout, or in one beside it that is about nothing else."""
    homes = {node.clause for part in main for node in part.nodes}
    best: tuple[str, Node | None] = ("unknown", None)
    for clause in mine:
        number = clause.nodes[0].clause
        at_home = number in homes
        near = any(abs(number - home) <= 2 for home in homes)
        if not at_home and (not near or _other_topic(clause)):
            continue
        for at, node in enumerate(clause.nodes):
            rated = _rpe(clause, at)
            level = rated or node.get("effort")
            if level is None or "denied" in node.senses:
                continue
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
