"""How sure a claim is: a small table from what makes a reading doubtful to the chance that it is right.

Set between two measures: the labelled lines of `tests/ai`, of which nearly all are right, and batches of new
idiomatic lines read for the first time, of which one event in ten to one in twenty was wrong.
`bench/extraction.py` prints how far the promise is kept.
"""

from __future__ import annotations

BASE = {"weight": 0.97, "nutrition": 0.97, "workout": 0.955, "steps": 0.98, "sleep": 0.97, "mood": 0.955}

FACTORS = {
    "lone": 0.98,
    "unlabelled": 0.98,
    "implied": 0.97,
    "several": 0.9,
    "summed": 0.97,
    "clock": 0.99,
    "parts": 0.97,
    "body_only": 0.97,
    "valence": 0.99,
    "unknown_word": 0.97,
    "unexplained": 0.93,
    "out_of_range": 0.5,
}
"""What each feature does to the chance of being right."""


def confidence(event: str, features: set[str]) -> float:
    """The chance that a claim with these features is right."""
    chance = BASE[event]
    for feature in features:
        chance *= FACTORS.get(feature, 1.0)
    return round(chance, 3)
