"""How an app writes a number, a duration, a time of day and a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
}
SHORT_MONTHS_RU = [
    "янв.",
    "февр.",
    "мар.",
    "апр.",
    "мая",
    "июн.",
    "июл.",
    "авг.",
    "сент.",
    "окт.",
    "нояб.",
    "дек.",
]
WEEKDAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "ru": ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
}
SHORT_WEEKDAYS_RU = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]
HOURS_AND_MINUTES = {"en": ("h", "min"), "ru": ("ч", "мин")}


@dataclass(frozen=True)
class Locale:
    """The language of a page, and how it writes numbers."""

    language: str
    group: str
    point: str

    def spell(self, value: object, form: str) -> str:
        """Write a value in a form: decimals, `raw`, `h`, `m`, `hm`, `H:MM`, `time`, `clock`, `ampm`, or a date's."""
        if isinstance(value, dt.date):
            return self._date(value, form)
        if isinstance(value, str):
            return value
        if not isinstance(value, (int, float)):
            raise TypeError(f"{value!r} cannot be written on a page.")
        if form.isdigit() or not form:
            decimals = int(form) if form else 0 if isinstance(value, int) else 1
            return f"{value:,.{decimals}f}".translate({ord(","): self.group, ord("."): self.point})
        return self._whole(int(value), form)

    def _whole(self, number: int, form: str) -> str:
        hours, minutes = divmod(number, 60)
        hour, minute = HOURS_AND_MINUTES[self.language]
        match form:
            case "raw":
                return str(number)
            case "h":
                return str(hours)
            case "m":
                return str(minutes)
            case "mm":
                return f"{minutes:02}"
            case "hm":
                return f"{hours} {hour} {minutes} {minute}" if hours else f"{minutes} {minute}"
            case "H:MM":
                return f"{hours}:{minutes:02}"
            case "clock":
                return f"{hours % 24:02}:{minutes:02}"
            case "ampm":
                return f"{(hours - 1) % 12 + 1}:{minutes:02} {'AM' if hours % 24 < 12 else 'PM'}"
            case "time":
                return (
                    f"{hours // 60}:{hours % 60:02}:{minutes:02}" if hours >= 60 else f"{hours}:{minutes:02}"
                )
            case "HH:MM:SS":
                return f"{hours // 60:02}:{hours % 60:02}:{minutes:02}"
        raise ValueError(f"{form!r} is not a form of a number.")

    def _date(self, day: dt.date, form: str) -> str:
        month, weekday = MONTHS[self.language][day.month - 1], WEEKDAYS[self.language][day.weekday()]
        russian = self.language == "ru"
        parts = {
            "YYYY": str(day.year),
            "MMMM": month,
            "MMM": SHORT_MONTHS_RU[day.month - 1] if russian else month[:3],
            "MM": f"{day.month:02}",
            "DDDD": weekday,
            "DDD": SHORT_WEEKDAYS_RU[day.weekday()] if russian else weekday[:3],
            "DD": f"{day.day:02}",
            "D": str(day.day),
        }
        written = ""
        while form:
            part = next((name for name in parts if form.startswith(name)), "")
            written += parts[part] if part else form[0]
            form = form[len(part) or 1 :]
        return written
