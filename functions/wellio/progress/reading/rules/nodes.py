"""What the grammar works on: a line as a row of words, quantities and marks, each with its span."""

from __future__ import annotations

from dataclasses import dataclass, field

from wellio.progress.reading.rules.lexicon import Senses

UNCOUNTED = {
    "g": "amount of food",
    "ml": "amount of food",
    "l": "amount of food",
    "oz": "amount of food",
    "pieces": "amount of food",
    "km": "distance",
    "m": "distance",
    "mi": "distance",
    "ft": "distance",
    "floor": "distance",
    "reps": "sets",
    "sets": "sets",
    "s": "seconds",
    "pct": "share",
    "cm": "girth",
    "bpm": "medical",
    "mg": "dose",
    "degree": "medical",
    "money": "price",
    "days": "count of days",
    "weeks": "count of days",
    "months": "count of days",
    "years": "count of days",
}
"""Units that no event is stored in, and what a number with one of them is."""


@dataclass(slots=True)
class Quantity:
    """A number as it was meant: «6-7к» is 6000 to 7000."""

    low: float
    high: float
    unit: str | None = None
    approx: bool = False
    whole: bool = True
    """Written without a fraction."""
    kilo: bool = False
    """Written in thousands: «10к»."""
    sign: str = ""
    alt: float | None = None
    """The other reading of the same digits: «67,500» is 67500 or 67.5."""
    worded: bool = False
    bound: float | None = None
    """What it was measured against: the 130 of «98 of 130»."""
    clock: bool = False
    """Written as h:mm; `low` is hours."""

    @property
    def value(self) -> float:
        """The value, or the middle of the range."""
        return self.low if self.low == self.high else (self.low + self.high) / 2

    @property
    def ranged(self) -> bool:
        """Whether it was given as a range."""
        return self.low != self.high


@dataclass(slots=True, eq=False)
class Node:
    """One thing of the line: a word or phrase with its senses, a quantity, a date, or a mark."""

    kind: str
    """word, number, clock, stopwatch, date, newline or mark."""
    text: str
    """In lower case. `start` and `end` point into the text as written."""
    start: int
    end: int
    glued: bool
    """No space between this node and the one before."""
    senses: Senses = field(default_factory=dict)
    quantity: Quantity | None = None
    clause: int = 0
    place: int = 0
    """Where it stands in its clause."""
    role: str = ""
    """The event it belongs to, or the reason why it counts as nothing: see `explain.py`."""

    @property
    def used(self) -> bool:
        """Whether a recogniser has given it a role."""
        return bool(self.role)

    def get(self, kind: str) -> str | None:
        """The value this word has in the lexicon's table `kind`."""
        return self.senses.get(kind)

    def has(self, *kinds: str) -> bool:
        """Whether the word has a sense of one of the kinds."""
        senses = self.senses
        if not senses:
            return False
        return kinds[0] in senses if len(kinds) == 1 else not senses.keys().isdisjoint(kinds)

    def counts(self, *units: str | None) -> bool:
        """Whether it is a quantity in one of the units."""
        return self.quantity is not None and self.quantity.unit in units

    @property
    def lifts(self) -> bool:
        """Whether the word names a movement that is done with a load."""
        return (self.get("move") or "").startswith("strength")
