"""How the client says they feel: about themselves, not about a workout, a meal or the night."""

from __future__ import annotations

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.line import Claim, Line
from wellio.progress.reading.rules.mood_rating import rating
from wellio.progress.reading.rules.nodes import Node

_OPPOSITE = {"good": "bad", "bad": "neutral", "neutral": "bad"}
_LONGEST_SCALE = 100
_OTHER_TOPICS = ("move", "session", "meal", "food", "body", "order")


def mood(line: Line) -> list[Claim]:
    """One claim a day: words that are a mood, or a judgement beside «mood», «feel»; else a rating."""
    claims: dict[int, Claim] = {}
    if not line.has("mood", "valence", "feel"):
        return []
    for number, clause in enumerate(line.clauses):
        if clause.silent is not None or not clause.has("mood", "valence"):
            continue
        before = line.clauses[number - 1] if number else None
        headed = before is not None and _is_headed(clause, before)
        for label, nodes, features in _moods(clause, headed):
            for node in nodes:
                node.role = "mood"
            features = features | ({"several"} if clause.offset in claims else set())
            evidence = [("mood.label", node) for node in nodes]
            if (held := claims.get(clause.offset)) is not None:
                held.evidence[0][1].role = "another mood"
            claims[clause.offset] = Claim("mood", {"label": label}, clause.offset, evidence, False, features)
    ratings = _ratings(line)
    for day in ratings.keys() & claims.keys():
        for _, node in ratings[day].evidence:
            node.role = "rating"
    return list((ratings | claims).values())


def _ratings(line: Line) -> dict[int, Claim]:
    """Ratings by day. Where words tell of the mood, too, the rating is understood and the words count."""
    claims: dict[int, Claim] = {}
    for clause in line.clauses:
        rated = rating(clause.nodes) if clause.silent is None and clause.has("feel") else None
        if rated is None:
            continue
        label, *nodes = rated
        for node in nodes:
            node.role = "mood"
        features = {"rating"} | ({"several"} if clause.offset in claims else set())
        evidence = [("mood.label", node) for node in nodes]
        claims[clause.offset] = Claim("mood", {"label": label}, clause.offset, evidence, False, features)
    return claims


def _is_headed(clause: Clause, before: Clause) -> bool:
    """Whether a judgement is of the mood that the clause before names: «у сестры настроение супер, у меня так себе»."""
    contrasted = before.has("feel", "mood") and clause.has("self", "day", "daypart", "now")
    contrasted = contrasted and not (clause.measured or before.has("pain"))
    short = contrasted and len(clause.nodes) <= _SHORT
    return before.sentence == clause.sentence and (_is_heading(before) or short)


_SHORT = 5


def _is_heading(clause: Clause) -> bool:
    """«настроение -» cut off from its word by a comma."""
    return clause.has("feel") and not clause.has("mood", "valence", "quantity")


def _moods(clause: Clause, headed: bool) -> list[tuple[str, list[Node], set[str]]]:
    found: list[tuple[str, list[Node], set[str]]] = []
    feel = next((node for node in clause.nodes if node.has("feel") and node.get("feel") != "weak"), None)
    asleep = any(node.get("label") == "sleep" for node in clause.nodes) or clause.has("sleepquality")
    for at, node in enumerate(clause.nodes):
        if label := node.get("mood"):
            reason = _no_mood(clause, at, feel)
            if reason is not None:
                node.role = node.role or reason
                continue
            found.append((_side(node, label), [node] + ([feel] if feel else []), set()))
        elif label := node.get("valence"):
            topic = feel
            if topic is None and headed:
                topic = node
            if topic is None:
                topic = _weak_topic(clause, at)
            if topic is None or (asleep and feel is None):
                continue
            if feel is not None and feel.place and clause.nodes[feel.place - 1].has("body", "body_weak"):
                continue  # «shoulders feel better»
            if feel is None and clause.has(*_OTHER_TOPICS):
                continue
            if any(other.has("mood") for other in clause.nodes):
                continue
            if not _beside(clause, at, feel):
                continue
            denied = "denied" in topic.senses and topic is not node
            found.append((_OPPOSITE[label] if denied else _side(node, label), [node, topic], {"valence"}))
    if len(found) > 1:
        kept = found[-1:] if clause.join == "contrast" else found[:1] if _agree(found) else found[-1:]
        for _, nodes, _ in found:
            nodes[0].role = nodes[0].role or "another mood"
        found = kept
    return found


def _no_mood(clause: Clause, at: int, feel: Node | None) -> str | None:
    """Why a word of mood tells of no mood of the client's."""
    if _is_rated(clause, at):
        return "rating"
    if feel is None and clause.has("pain"):
        return "pain"
    if feel is None and clause.has("trainer") and not clause.has("companion"):
        return "other person"
    return "not said of oneself" if feel is None and _of_something_else(clause, at) else None


def _is_rated(clause: Clause, at: int) -> bool:
    """«stress 2/10»: a number on a scale that we do not know."""
    after = clause.nodes[at + 1 : at + 3]
    scale = after[0].quantity if after else None
    alone = len(after) == 1 or (len(after) == 2 and after[1].kind != "word")
    rated = scale is not None and scale.unit is None and scale.high <= _LONGEST_SCALE and alone
    if rated:
        after[0].role = after[0].role or "rating"
    return rated


def _of_something_else(clause: Clause, at: int) -> bool:
    """«empty stomach», «happy hour», «грустный фильм»: an adjective before, or about, what is not oneself."""
    node = clause.nodes[at]
    if any(other.get("feel") == "weak" or other.has("self") for other in clause.nodes[max(0, at - 3) : at]):
        return False
    after = clause.nodes[at + 1] if at + 1 < len(clause.nodes) else None
    if any(other.has("self") for other in clause.nodes[at + 1 : at + 4]):
        return False  # «so mad at myself»
    attributive = node.text.isascii() or node.text.endswith(_ADJECTIVE)
    named = after is not None and after.kind == "word" and len(after.text) > 2
    named = named and after is not None and not after.text.startswith(("at ", "in ", "на ", "в "))
    if attributive and named and after is not None and (not after.senses or after.has(*_NOT_ONESELF)):
        return True
    if not node.has("selfonly"):
        return False
    words = [other for other in clause.nodes if other.kind == "word" and other is not node]
    return not all(other.senses and other.has(*_SAID_OF_ONESELF) for other in words) or clause.measured


_ADJECTIVE = ("ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ую", "ой", "ого")
_NOT_ONESELF = ("food", "body", "other", "idle", "session", "move", "meal", "scenery", "occasion", "measure")
_SAID_OF_ONESELF = frozenset(
    {"mood", "wake", "bed", "chat", "day", "daypart", "contrast", "and", "self"}
    | {"approx", "so", "now", "effort", "negation", "lastnight", "amplifier"}
)


def _agree(found: list[tuple[str, list[Node], set[str]]]) -> bool:
    return len({label for label, _, _ in found}) == 1


def _side(node: Node, label: str) -> str:
    return _OPPOSITE[label] if "denied" in node.senses else label


def _beside(clause: Clause, at: int, feel: Node | None) -> bool:
    """The judgement is of the mood and not of something named between."""
    if feel is None:
        return True
    place = feel.place
    between = clause.nodes[min(at, place) + 1 : max(at, place)]
    return not any(
        node.has("move", "session", "meal", "food") or node.get("label") in ("sleep", "weight", "kcal")
        for node in between
    )


def _weak_topic(clause: Clause, at: int) -> Node | None:
    """«i'm good»: right beside, in a clause that measures nothing."""
    if clause.measured or clause.has("label", *_OTHER_TOPICS):
        return None
    for node in clause.nodes[max(0, at - 3) : at]:
        if node.get("feel") == "weak":
            return node
    return None
