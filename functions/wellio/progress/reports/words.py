"""Numbers, dates and counted nouns of a report in one language."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from wellio.progress.reading.formats import Locale, WeightUnit
from wellio.progress.reports.check import rounded
from wellio.progress.reports.facts import in_unit
from wellio.progress.reports.phrases import LANGUAGES


def known(value: float | None) -> float | None:
    """JSON has no NaN, but a computed fact may: not a number is not known."""
    return value if value is not None and math.isfinite(value) else None


class Words:
    """Says things in a language."""

    def __init__(self, locale: Locale) -> None:
        self.language = LANGUAGES[locale]

    def say(self, key: str, **values: str) -> str:
        return self.language.phrases[key].format(**values)

    def counted(self, noun: str, number: int) -> str:
        return f"{self.number(number)} {self.language.nouns[noun][self.language.plural(Decimal(number))]}"

    def number(self, value: float, places: int = 0) -> str:
        return f"{rounded(value, places):f}".removesuffix(".0").replace(".", self.language.decimal)

    def weighed(self, kilograms: float, unit: WeightUnit) -> str:
        return f"{self.number(in_unit(kilograms, unit), 1)} {self.language.units[unit]}"

    def weight_change(self, kilograms: float, unit: WeightUnit) -> str:
        """A change with its sign, "+0.4 kg" or "\N{MINUS SIGN}0.4 kg"; none on zero."""
        text = self.weighed(kilograms, unit)
        is_zero = not rounded(in_unit(kilograms, unit), 1)
        return text if is_zero else text.replace("-", "\N{MINUS SIGN}") if kilograms < 0 else f"+{text}"

    def period(self, first: date, last: date) -> str:
        """Days in words with the year: "2–8 March 2026", "30 March – 5 April 2026"."""
        start = f" {first.year}" if first.year != last.year else ""
        return f"{self.range(first, last, start)} {last.year}"

    def range(self, first: date, last: date, year: str = "") -> str:
        """Days in a row: "24–26 November", "30 March – 5 April"; `year` stands after the first month."""
        if first == last:
            return self.date(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{self.date(last)}"
        return f"{self.date(first)}{year} – {self.date(last)}"

    def dates(self, days: Iterable[date]) -> str:
        return ", ".join(self.date(day) for day in days)

    def weekday_and_date(self, day: date) -> str:
        """ "7 March (Sat)"."""
        return f"{self.date(day)} ({self.language.weekdays.split()[day.weekday()]})"

    def date(self, day: date) -> str:
        return f"{day.day} {self.language.months.split()[day.month - 1]}"
