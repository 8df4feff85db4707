"""Do the items of a meal or a food diary add up to its total?"""

from __future__ import annotations

from wellio.progress.reading.formats import ParsedNutrition

ESTIMATE_TOLERANCE = 0.2
"""How far the total of a food photo may be from its items: both are estimates."""

READ_TOLERANCE = 0.05
"""The same for printed numbers, which differ by rounding alone."""


def items_sum_to_total(nutrition: ParsedNutrition) -> bool:
    """Whether items and calories agree. True where there is nothing to compare.

    Items without energy can only fall short of the total, so they disagree only if they exceed it.
    """
    known = [item.kcal for item in nutrition.items if item.kcal is not None]
    if nutrition.calories is None or not known:
        return True
    tolerance = ESTIMATE_TOLERANCE if nutrition.source == "food_photo" else READ_TOLERANCE
    off = sum(known) - nutrition.calories
    if len(known) < len(nutrition.items):
        off = max(off, 0)
    return abs(off) <= tolerance * max(nutrition.calories, sum(known))
