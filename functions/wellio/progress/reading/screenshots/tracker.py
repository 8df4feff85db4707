"""From labels with values to events: what is printed, nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wellio.progress.reading.formats import (
    FoodItem,
    Format,
    Parsed,
    ParsedNutrition,
    ParsedSleep,
    ParsedSteps,
    ParsedWeight,
    ParsedWorkout,
)
from wellio.progress.reading.limits import LIMITS
from wellio.progress.reading.screenshots.cells import Number, phrase_in, said
from wellio.progress.reading.screenshots.layout import Word, cells
from wellio.progress.reading.screenshots.pairing import Pairs, pairs
from wellio.progress.reading.screenshots.screen_lexicon import ScreenLexicon, screen_lexicon

PARSER = "ocr/1"
MACROS = ("protein", "carbs", "fat")
KCAL_PER_GRAM = {"protein": 4, "carbs": 4, "fat": 9}
GAP = 0.15
"""How far the energy of the macros may be from the calories: rounding, alcohol, fibre."""

CHECKED, PLAIN, BARE, DOUBTED = 0.95, 0.85, 0.7, 0.4
"""Confidence: macros explain the calories; a label and its value; calories or macros alone; for a person."""

THOUSAND = 1000
"""Of less, with nothing to check it by, the thousands may have been lost: «1 780» is two words."""

SHORTEST_SLEEP = 1
"""Less is a figure of which a part is missing, or a nap."""

_UNITS: dict[str, frozenset[str | None]] = {
    "eaten": frozenset({"kcal", None}),
    "calories": frozenset({"kcal", None}),
    "kcal": frozenset({"kcal", None}),
    **{macro: frozenset({"g", None}) for macro in MACROS},
    "steps": frozenset({None}),
    "sleep": frozenset({"h", "min", "clock"}),
    "weight": frozenset({"kg", "lb"}),
    "duration": frozenset({"h", "min", "clock"}),
}


def read_tracker(words: Sequence[Word]) -> Parsed | None:
    """The events on a picture with these words; None when it does not look like a tracker."""
    known = screen_lexicon()
    found = cells(words)
    text = " ".join(cell.text for cell in found)
    if phrase_in(known.product, text):
        return None
    paired = pairs([said(cell, known) for cell in found], _fits)
    source = "mfp_screenshot" if phrase_in(known.myfitnesspal, text) else "screenshot"
    events: dict[str, Format | None] = {
        "nutrition": _nutrition(paired, source),
        "steps": _steps(paired, source),
        "sleep": _sleep(paired),
        "weight": _weight(paired),
        "workout": _workout(paired),
    }
    read = {name: event for name, event in events.items() if event is not None}
    if not read:
        return None  # a doubtful value alone is nothing to go by either
    if _means_of_days(text, known):
        read = {name: _doubted(event) for name, event in read.items()}
    return Parsed(**read, parser=PARSER, explained=not _missed(paired, read))


def _fits(label: str, number: Number) -> bool:
    if label.startswith("workout:"):
        return number.unit in _UNITS["duration"]
    if label.startswith("meal:"):
        return number.unit in _UNITS["calories"]
    return number.unit in _UNITS.get(label, frozenset({number.unit}))


def _missed(paired: Pairs, read: Mapping[str, Format]) -> bool:
    """Whether something was measured that no event tells of: «7420 min» of sleep."""
    seen = {label for label, _ in paired.found} | paired.doubtful
    if any(label in seen and label not in read for label in ("steps", "sleep", "weight")):
        return True
    return "nutrition" in read and not paired.alone.isdisjoint(MACROS)


def _means_of_days(text: str, known: ScreenLexicon) -> bool:
    """Whether the picture shows an average, which is no day's value."""
    return phrase_in(known.average, text)


def _only(paired: Pairs, label: str) -> tuple[Number | None, bool]:
    """The value of a label, and whether it is beyond doubt: said once, or always the same."""
    numbers = [number for kind, number in paired.found if kind == label]
    if not numbers:
        return None, False
    same = len({(number.text, number.unit) for number in numbers}) == 1
    return numbers[0], same and all(number.sure for number in numbers) and label not in paired.doubtful


def _nutrition(paired: Pairs, source: str) -> ParsedNutrition | None:
    grams: dict[str, float] = {}
    doubt = bool({*MACROS, "eaten", "calories"} & paired.doubtful)
    macros = {macro: _only(paired, macro) for macro in MACROS}
    with_unit = any(number is not None and number.unit == "g" for number, _ in macros.values())
    for macro, (number, sure) in macros.items():
        if number is None:
            continue
        # Beside grams a figure without them may have its "g" among its digits: 120 g, 1209.
        if not sure or (with_unit and number.unit is None) or not LIMITS[f"{macro}_g"].holds(number.decimal):
            doubt = True
        else:
            grams[macro] = number.decimal
    calories, sure = _calories(paired, has_macros=len(grams) >= 2)
    for macro in [
        macro for macro in grams if calories is not None and _too_much(macro, grams[macro], calories)
    ]:
        doubt = True
        del grams[macro]
    doubt |= calories is not None and not sure
    if calories is None and not grams:
        return None
    explained = False
    if calories is not None and len(grams) == len(MACROS):
        misread = _misread(calories, grams)
        explained = misread == []
        doubt |= not explained
        if misread and len(misread) == 1:
            del grams[misread[0]]
    items = _meals(paired) if calories is not None else ()
    confidence = CHECKED if explained else PLAIN if calories is not None and grams else BARE
    doubt |= calories is not None and calories < THOUSAND and not explained
    if calories is None and not with_unit:
        doubt = True  # bare figures with nothing to check them by
    return ParsedNutrition(
        calories=calories,
        protein_g=grams.get("protein"),
        carbs_g=grams.get("carbs"),
        fat_g=grams.get("fat"),
        items=items,
        source=source,
        confidence=DOUBTED if doubt else confidence,
    )


def _calories(paired: Pairs, *, has_macros: bool) -> tuple[float | None, bool]:
    """What was eaten. «Calories» among steps and workouts are burnt ones, unless macros stand by them."""
    eaten, sure = _only(paired, "eaten")
    if eaten is not None:
        return eaten.whole, sure
    moving = any(
        label in ("steps", "duration") or label.startswith("workout:") for label, _ in paired.found
    ) or bool(paired.doubtful & {"steps", "duration"})
    if moving and not has_macros:
        return None, False
    for label in ("calories", "kcal") if has_macros else ("calories",):
        number, sure = _only(paired, label)
        if number is not None:
            return number.whole, sure
    return None, False


def _too_much(macro: str, grams: float, calories: float) -> bool:
    """Whether this one alone has more energy than everything."""
    return KCAL_PER_GRAM[macro] * grams > (1 + GAP) * max(calories, 1)


def _misread(calories: float, grams: dict[str, float]) -> list[str]:
    """The macros of which one was misread; none when they explain the calories.

    One that, without its last digit, would make the sum right has a unit among its digits. Which one
    cannot be told when several would.
    """

    def explains(values: dict[str, float]) -> bool:
        energy = sum(KCAL_PER_GRAM[macro] * value for macro, value in values.items())
        return abs(energy - calories) <= GAP * max(calories, 1)

    if explains(grams):
        return []
    shorter = {macro: value // 10 for macro, value in grams.items() if value >= 100}
    suspects = [macro for macro, value in shorter.items() if explains({**grams, macro: value})]
    return suspects if len(suspects) == 1 else list(grams)


def _meals(paired: Pairs) -> tuple[FoodItem, ...]:
    """Meals of a diary with their energy: they are compared with the total, and never replace it."""
    return tuple(
        FoodItem(name=label.removeprefix("meal:"), kcal=number.whole)
        for label, number in paired.found
        if label.startswith("meal:") and number.sure
    )


def _steps(paired: Pairs, source: str) -> ParsedSteps | None:
    number, sure = _only(paired, "steps")
    if number is None or number.whole != int(number.whole):
        return None
    steps = int(number.whole)
    sure &= steps >= THOUSAND
    return ParsedSteps(steps=steps, source=source, confidence=PLAIN if sure else DOUBTED)


def _sleep(paired: Pairs) -> ParsedSleep | None:
    number, sure = _only(paired, "sleep")
    hours = number.hours if number else None
    if number is None or hours is None or hours < SHORTEST_SLEEP:
        return None
    return ParsedSleep(hours=round(hours, 2), confidence=PLAIN if sure else DOUBTED)


def _weight(paired: Pairs) -> ParsedWeight | None:
    number, sure = _only(paired, "weight")
    if number is None or number.unit not in ("kg", "lb"):
        return None
    unit: Any = number.unit
    return ParsedWeight(value=number.decimal, unit=unit, confidence=PLAIN if sure else DOUBTED)


def _workout(paired: Pairs) -> ParsedWorkout | None:
    """A named session with how long it took; a name alone may be a button."""
    seen = {*paired.alone, *(label for label, _ in paired.found)}
    named = {label for label in seen if label.startswith("workout:")}
    if len(named) != 1:
        return None
    [label] = named
    timed, sure = _only(paired, label)
    if timed is None:
        timed, sure = _only(paired, "duration")
    # 45:12 may be minutes and seconds, or hours and minutes.
    if timed is None or (timed.unit == "clock" and timed.text.count(":") == 1) or timed.hours is None:
        return None
    kind: Any = label.removeprefix("workout:")
    return ParsedWorkout(
        type=kind, duration_min=round(timed.hours * 60), confidence=PLAIN if sure else DOUBTED
    )


def _doubted(event: Format) -> Format:
    return event.model_copy(update={"confidence": DOUBTED})
