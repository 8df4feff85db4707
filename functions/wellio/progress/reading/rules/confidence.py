"""How sure a claim is: a small table from what makes a reading doubtful to the chance that it is right.

Set from the lines of other authors at their first reading: of the events read, 98.5 % were right in every
field. Lines made to mislead do worse (one event in thirty), the labelled lines of the tests better. Of the events in
messages of the field that were not explained, 21 of 31 were right at first sight: hence the factor of `unexplained`.
`bench/extraction.py` prints how far the promise is kept.
"""

from __future__ import annotations

BASE = {"weight": 0.99, "nutrition": 0.99, "workout": 0.98, "steps": 0.995, "sleep": 0.99, "mood": 0.975}

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
    "rating": 0.9,
    "unknown_word": 0.97,
    "unexplained": 0.75,
    "doubtful": 0.5,
    "out_of_range": 0.5,
}
"""What each feature does to the chance of being right."""


def confidence(event: str, features: set[str]) -> float:
    """The chance that a claim with these features is right."""
    chance = BASE[event]
    for feature in features:
        chance *= FACTORS.get(feature, 1.0)
    return round(chance, 3)
