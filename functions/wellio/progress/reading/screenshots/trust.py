"""How sure an event of a picture is: the confidence it is given."""

from __future__ import annotations

CHECKED = 0.95
"""Another figure of the page agrees: the macros, the stages of sleep, the rest of the day's aim."""

PLAIN = 0.85
"""A name and its value."""

BARE = 0.7
DOUBTED = 0.4
"""A person must decide."""

THOUSAND = 1000
"""Of less, with nothing to check it by, the thousands may have been lost: «1 780» is two words."""
