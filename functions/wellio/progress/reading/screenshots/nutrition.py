"""What was eaten: energy and macros, and whether they agree with each other and with the day's aim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from wellio.progress.reading.formats import FoodItem, ParsedNutrition
from wellio.progress.reading.limits import LIMITS
from wellio.progress.reading.screenshots.figures import is_equation
from wellio.progress.reading.screenshots.page import Page, kind_of, one_of
from wellio.progress.reading.screenshots.pairing import Named
from wellio.progress.reading.screenshots.trust import BARE, CHECKED, DOUBTED, PLAIN, THOUSAND

MACROS = ("protein", "carbs", "fat")
KCAL_PER_GRAM = {"protein": 4, "carbs": 4, "fat": 9}
GAP = 0.15
"""How far the energy of the macros may be from the calories: rounding, alcohol, fibre."""

CLOSE = 0.08
"""The same where it is the only reason to take a figure for the calories."""

MAIN_MEALS = frozenset({"breakfast", "lunch", "dinner"})


@dataclass(frozen=True)
class Eaten:
    """Calories and how they were found."""

    figure: Named
    sure: bool

    @property
    def calories(self) -> float:
        return self.figure.figure.whole


def nutrition_of(page: Page, source: str, *, moving: bool) -> ParsedNutrition | None:
    """The day's food. On a page of a workout there is none."""
    grams, doubt = _macros(page)
    eaten = _eaten(page, grams, moving=moving)
    if eaten is None and not grams:
        return None
    calories = eaten.calories if eaten else None
    energy = _energy(grams) if len(grams) == len(MACROS) else None
    agree = calories is not None and energy is not None and abs(energy - calories) <= GAP * max(calories, 1)
    sums = _sum(page, calories) if calories is not None else None
    checked = agree or sums is True
    doubt |= eaten is None or not (eaten.sure or checked) or sums is False
    doubt |= 0 < len(grams) < len(MACROS) or (energy is not None and not agree)
    doubt |= any(set(MACROS) & set(one.labels) and not one.reasons for one in page.free)
    of_day = page.is_diary or page.because("aim") or page.because("rest") or (eaten and eaten.figure.has_aim)
    # Of less, the thousands may be lost; or it is one food, whose macros agree as well.
    doubt |= calories is not None and calories < THOUSAND and not (checked and of_day)
    meals = _meals(page)
    if calories is not None and sum(item.kcal or 0 for item in meals) > 1.05 * calories:
        doubt = True
    complete = {item.name for item in meals} >= MAIN_MEALS
    if any(label.startswith("meal:") for label in page.title_labels):
        doubt = True  # of one meal
    return ParsedNutrition(
        calories=calories,
        protein_g=grams.get("protein"),
        carbs_g=grams.get("carbs"),
        fat_g=grams.get("fat"),
        items=meals if complete and calories is not None else (),
        source=source,
        confidence=DOUBTED if doubt else CHECKED if checked else PLAIN if not grams else BARE,
    )


def _macros(page: Page) -> tuple[dict[str, float], bool]:
    """Grams by macro, and whether one of them is in doubt."""
    grams: dict[str, float] = {}
    doubt = False
    found = {macro: one_of(page.of(macro)) for macro in MACROS}
    with_unit = any(one is not None and one.figure.unit == "g" for one, _ in found.values())
    for macro, (one, sure) in found.items():
        if one is None:
            continue
        # Beside grams a figure without them may have its "g" among its digits: 120 g, 1209.
        lost = with_unit and one.figure.unit is None and not one.has_aim
        if not sure or lost or not LIMITS[f"{macro}_g"].holds(one.figure.decimal):
            doubt = True
        if not lost and LIMITS[f"{macro}_g"].holds(one.figure.decimal):
            grams[macro] = one.figure.decimal
    return grams, doubt


def _energy(grams: Mapping[str, float]) -> float:
    return sum(KCAL_PER_GRAM[macro] * value for macro, value in grams.items())


def _eaten(page: Page, grams: Mapping[str, float], *, moving: bool) -> Eaten | None:
    """Calories by their name; else by the macros, by the sum of the day, or by the page's title."""
    if moving:
        return None
    one, sure = one_of(page.of("eaten"))
    if one is not None:
        return Eaten(one, sure)
    unnamed = [one for one in page.unnamed() if one.figure.unit in ("kcal", None)]
    energies = [*page.of("calories"), *unnamed]
    if len(grams) == len(MACROS):
        energy = _energy(grams)
        close = [one for one in energies if abs(one.figure.whole - energy) <= CLOSE * max(energy, 1)]
        one, sure = one_of(close)
        if one is not None:
            return Eaten(one, sure)
    if page.is_diary or sum(bool(page.of(macro)) for macro in MACROS) >= 2:
        plain = [one for one in energies if one.figure.unit == "kcal" or kind_of(one) == "calories"]
        one, sure = one_of(plain)
        if one is not None:
            return Eaten(one, sure)
    return _of_equation(page)


def _of_equation(page: Page) -> Eaten | None:
    """«2 000 − 1 634 + 0 = 366»: the second, where the page names what was eaten."""
    if not any("eaten" in one.labels for one in page.cells):
        return None
    for one in page.cells:
        figures = is_equation(one)
        if figures is not None and one.operators.startswith(("-", "–", "—", "−")):
            return Eaten(Named(figures[1], one.box, one.cell.height), sure=figures[1].sure)
    return None


def _sum(page: Page, calories: float) -> bool | None:
    """Whether aim − eaten (+ exercise) is what is left; None where the page does not say."""

    def values(figures: Sequence[Named]) -> list[float]:
        return sorted(
            {
                one.figure.whole
                for one in figures
                if one.figure.unit in ("kcal", None) and not set(one.labels) & {"steps", *MACROS}
            }
        )

    aims, rests = values(page.because("aim")), values(page.because("rest"))
    if not aims or not rests:
        return None
    burnt = [0.0, *values(page.because("burnt"))]
    return any(
        abs(aim - calories + extra - sign * rest) <= 2
        for aim, rest, extra, sign in product(aims, rests, burnt, (1, -1))
    ) or (None if len(aims) > 1 or len(rests) > 1 else False)


def _meals(page: Page) -> tuple[FoodItem, ...]:
    """Meals of a diary with their energy: they are compared with the total, and never replace it."""
    found: dict[str, float] = {}
    for one in page.figures:
        meal = next((label for label in one.labels if label.startswith("meal:")), None)
        if meal and not one.reasons and one.figure.unit in ("kcal", None) and one.figure.sure:
            found.setdefault(meal.removeprefix("meal:"), one.figure.whole)
    return tuple(FoodItem(name=name, kcal=kcal) for name, kcal in found.items())
