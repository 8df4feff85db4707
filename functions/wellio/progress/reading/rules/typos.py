"""Short words with a slip in them, known by the number beside them: «вечс 66,3 кг», «40 минт»."""

from __future__ import annotations

from wellio.progress.reading.rules.lexicon import NOTHING, Senses, default_lexicon
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.spelling import one_edit

_LONGEST = 6
_SHORTEST = 3
_PLAUSIBLE = {
    "weight": (35, 200),
    "steps": (1000, 50_000),
    "kcal": (500, 6000),
    "min": (5, 300),
    "h": (1, 24),
}
_SOUNDS = ("вф", "фв", "вг", "гв")
"""Letters at the end that are written for each other by ear."""


def mended(row: list[Node]) -> list[Node]:
    """Give unknown short words the senses of the word they are a slip of, where a number vouches for it."""
    strange = [
        at
        for at, node in enumerate(row)
        if node.kind == "word" and not node.senses and _SHORTEST <= len(node.text) <= _LONGEST
    ]
    counted = bool(strange) and any(node.kind == "number" for node in row)
    for at in strange:
        node = row[at]
        if len(node.text) == _SHORTEST:
            for word, measure in default_lexicon().short:
                if measure == "weight" and _one_letter(node.text, word) and _in_kilograms(row, at):
                    node.senses = default_lexicon().exactly(word)
            continue
        if counted and (meant := _swapped(node.text)):
            node.senses = meant
            continue
        if not _near_number(row, at):
            continue
        meant = {
            measure: word for word, measure in default_lexicon().short if _slip(node.text, word, measure)
        }
        fitting = [word for measure, word in meant.items() if _vouched(row, at, measure)]
        if len(fitting) == 1:
            node.senses = default_lexicon().match([fitting[0]], 0)[1]
    return row


def _one_letter(written: str, word: str) -> bool:
    """«вис» for «вес»: only the letter in the middle differs."""
    return len(written) == len(word) and written[0] == word[0] and written[-1] == word[-1]


def _in_kilograms(row: list[Node], at: int) -> bool:
    """Whether a body weight with its unit follows at once."""
    if at + 2 >= len(row) or row[at + 1].kind != "number":
        return False
    value, _, after = _number(row, at + 1)
    low, high = _PLAUSIBLE["weight"]
    return low <= value <= high and after < len(row) and row[after].get("unit") in ("kg", "lb")


_SWAPPED_KINDS = frozenset({"label", "unit", "move", "session", "body", "body_weak", "day", "feel"})


def _swapped(written: str) -> Senses:
    """The senses of the one word that this one is with two neighbours swapped: «chset», «спла»."""
    found: list[Senses] = []
    for at in range(len(written) - 1):
        if written[at] == written[at + 1]:
            continue
        word = written[:at] + written[at + 1] + written[at] + written[at + 2 :]
        senses = default_lexicon().exactly(word)
        if not _SWAPPED_KINDS.isdisjoint(senses):
            found.append(senses)
    return found[0] if len(found) == 1 else NOTHING


def _near_number(row: list[Node], at: int) -> bool:
    return any(other.kind == "number" for other in row[max(0, at - 1) : at + 4])


def _slip(written: str, word: str, measure: str) -> bool:
    """One edit that leaves the first letter; of a word of three letters only one that adds a letter."""
    if written[0] != word[0] or not one_edit(written, word):
        return False
    if len(word) <= 3 and written[-1] != word[-1]:
        return False  # «вест», «веса»: other words
    same_end = written[-1] == word[-1] or set(written[-2:]) == set(word[-2:])
    return same_end or written[-1] + word[-1] in _SOUNDS or written[:-1] == word or measure in ("min", "h")


def _vouched(row: list[Node], at: int, measure: str) -> bool:
    """Whether a number that such a word could name stands beside it."""
    low, high = _PLAUSIBLE[measure]
    for place in _beside(row, at, measure):
        value, whole, after = _number(row, place)
        follower = row[after] if after < len(row) else None
        unit = follower.get("unit") if follower is not None else None
        if not low <= value <= high:
            continue
        if measure == "weight":
            if unit in ("kg", "lb") or (unit is None and not whole):
                return True
        elif whole and unit is None and not (follower is not None and follower.has("label")):
            return True
    return False


def _beside(row: list[Node], at: int, measure: str) -> list[int]:
    """Where numbers stand that the word at `at` may be of."""
    found: list[int] = []
    if measure != "weight" and at and row[at - 1].kind == "number":
        first = at - 1
        if len(row[first].text) == 3 and first and row[first - 1].kind == "number":
            first -= 1
        found.append(first)
    if measure in ("min", "h"):
        return found
    for place in range(at + 1, min(at + 4, len(row))):
        if row[place].kind == "number":
            found.append(place)
            break
        if not (row[place].text in (":", "-", "=") or row[place].has("day", "daypart", "approx", "filler")):
            break
    return found


def _number(row: list[Node], at: int) -> tuple[float, bool, int]:
    """The value of the digits at `at`, whether it is whole, and where they end."""
    text = row[at].text
    after = at + 1
    if len(text) <= 3 and after < len(row) and row[after].kind == "number" and len(row[after].text) == 3:
        text, after = text + row[after].text, after + 1
    head, _, tail = text.replace(",", ".").partition(".")
    if len(tail) >= 3:
        return float(head + tail.replace(".", "")), True, after
    return float(f"{head}.{tail or 0}"), not tail, after
