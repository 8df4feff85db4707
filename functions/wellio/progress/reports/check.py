"""Check a weekly report: every number must be a fact, and no link or address may lead away."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext

from pydantic import BaseModel

from wellio.progress.reading.formats import LANGUAGE_NAMES, Locale
from wellio.progress.reports.answer import ReportAnswer
from wellio.progress.reports.facts import Facts, Run, in_unit

NUMBER = re.compile(r"\d{1,3}(?:[ ']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
DASH = r"\s*(?:[-–—]|to|по|до)\s*"

# "One" is missing on purpose: "one suggestion", "один из дней" count nothing.
NUMBER_WORDS: dict[str, int] = {
    word: value
    for value, words in {
        2: "two два две двух двум двумя двое",
        3: "three три трех трем тремя трое",
        4: "four четыре четырех четырем четырьмя",
        5: "five пять пяти пятью",
        6: "six шесть шести шестью",
        7: "seven семь семи",
        8: "eight восемь восьми",
        9: "nine девять девяти девятью",
        10: "ten десять десяти",
        11: "eleven одиннадцать одиннадцати",
        12: "twelve двенадцать двенадцати",
        13: "thirteen тринадцать",
        14: "fourteen четырнадцать",
        15: "fifteen пятнадцать",
        16: "sixteen шестнадцать",
        17: "seventeen семнадцать",
        18: "eighteen восемнадцать",
        19: "nineteen девятнадцать",
        20: "twenty двадцать",
        30: "thirty тридцать",
        40: "forty сорок",
        50: "fifty пятьдесят",
        60: "sixty шестьдесят",
        70: "seventy семьдесят",
        80: "eighty восемьдесят",
        90: "ninety девяносто",
        100: "hundred сто",
        1000: "thousand тысяча тысячи тысяч",
    }.items()
    for word in words.split()
}
LEADS_AWAY = re.compile(
    r"\w+://\S*"  # a link
    r"|\bwww\.\S+"
    r"|[\w-]+\.[a-z]{2,}/\S*"
    r"|\S+@\S+"  # an address of mail
    r"|<[a-z!/]\S*"  # markup
    r"|\]\(\S*",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+")

MONTH_NAMES = (
    ("january", "jan", "января", "январь", "янв"),
    ("february", "feb", "февраля", "февраль", "фев"),
    ("march", "mar", "марта", "март", "мар"),
    ("april", "apr", "апреля", "апрель", "апр"),
    ("may", "мая", "май"),
    ("june", "jun", "июня", "июнь", "июн"),
    ("july", "jul", "июля", "июль", "июл"),
    ("august", "aug", "августа", "август", "авг"),
    ("september", "sept", "sep", "сентября", "сентябрь", "сент", "сен"),
    ("october", "oct", "октября", "октябрь", "окт"),
    ("november", "nov", "ноября", "ноябрь", "нояб", "ноя"),
    ("december", "dec", "декабря", "декабрь", "дек"),
)


def problems_of(draft: ReportAnswer, facts: Facts) -> list[str]:
    """Why a model's draft cannot be used, in words for the model; empty when it can."""
    problems = []
    texts = {"coach_report": draft.coach_report, "client_report": draft.client_report}
    whole = "\n".join(texts.values())
    if not all(text.strip() for text in texts.values()):
        problems.append("a text is empty")
    if strangers := numbers_not_in_facts(whole, facts):
        problems.append(f"these numbers are not in the facts: {', '.join(strangers)}")
    if leading_away(whole):
        problems.append("a report has no links, addresses or markup")
    problems += [
        f"{name} is in the wrong language: write it in {LANGUAGE_NAMES[locale]}"
        for (name, text), locale in zip(texts.items(), (facts.coach_locale, facts.locale), strict=True)
        if not written_in(locale, text)
    ]
    return problems


def numbers_not_in_facts(text: str, facts: Facts) -> tuple[str, ...]:
    """The numbers of `text` that no fact explains, as they are written; empty when all is well.

    A number is explained by a fact of the same size (the sign may be said in words), by that fact
    rounded to an integer or to one decimal, or by being part of a date of the facts. Digits may
    be grouped and the decimal mark may be a point or a comma; number words count from two up.
    """
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    if name := unicodedata.normalize("NFKC", facts.first_name).casefold().replace("ё", "е"):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    text = _dates(facts).sub(" ", text)
    known = set(_allowed(facts))
    strangers = [
        token
        for token in NUMBER.findall(text)
        if not any(known.issuperset(values) for values in _interpretations(token))
    ]
    strangers += [w for w in WORD.findall(text) if w in NUMBER_WORDS and NUMBER_WORDS[w] not in known]
    return tuple(dict.fromkeys(strangers))


def leading_away(text: str) -> tuple[str, ...]:
    """Links, addresses and markup in `text`: no fact has any."""
    return tuple(dict.fromkeys(LEADS_AWAY.findall(unicodedata.normalize("NFKC", text))))


def written_in(locale: Locale, text: str) -> bool:
    """Whether most letters of the text are of the language's alphabet."""
    letters = [c for c in text.casefold() if c.isalpha()]
    cyrillic = sum("а" <= c <= "я" or c == "ё" for c in letters)
    return (cyrillic * 2 > len(letters)) == (locale == "ru")


def rounded(value: float, places: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """`value` to `places` decimals, exactly as written (1.05 -> 1.1, not 1.0) and without a negative zero."""
    with localcontext(prec=5000):
        result = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), rounding=rounding)
    return result if result else result.copy_abs()


def _allowed(facts: Facts) -> Iterator[Decimal]:
    weights = (facts.aggregates.last_weight_kg, facts.aggregates.weight_change_kg)
    pounds = (in_unit(value, "lb") for value in weights if value is not None and math.isfinite(value))
    for value in (*numeric_facts(facts.plan, facts.aggregates, facts.flags, facts.details), *pounds):
        yield Decimal(repr(value)).copy_abs()
        for places in (0, 1):
            for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN):
                yield rounded(value, places, rounding).copy_abs()


def numeric_facts(*groups: BaseModel) -> Iterator[float]:
    """The finite numbers under the declared keys, how many entries a list has, and how many days a run.

    Flags, unknown keys and missing values do not count.
    """
    for value in (value for group in groups for value in _declared(group)):
        if isinstance(value, Run):
            yield value.days
        elif isinstance(value, tuple):
            yield len(value)
        elif isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            yield value


def _declared(value: object) -> Iterator[object]:
    """The value itself and all that is declared within it."""
    yield value
    inner: Iterable[object] = ()
    if isinstance(value, BaseModel):
        inner = (getattr(value, key) for key in type(value).model_fields)
    elif isinstance(value, dict):
        inner = value.values()
    elif isinstance(value, tuple):
        inner = value
    for part in inner:
        yield from _declared(part)


def _interpretations(token: str) -> Iterator[set[Decimal]]:
    """Every way to read a written number; "1,712" may be thousands or a decimal, "5 200" two numbers."""
    if " " in token or "'" in token:
        whole = re.sub(r"[ ']", "", token)
        yield {Decimal(whole.replace(",", "."))}
        yield {Decimal(piece.replace(",", ".")) for piece in re.split(r"[ ']", token)}
        return
    marks = re.findall(r"[.,]", token)
    if len(marks) <= 1:
        yield {Decimal(token.replace(",", "."))}
    if THOUSANDS.fullmatch(token) and len(set(marks)) == 1:
        yield {Decimal(re.sub(r"[.,]", "", token))}
    if len(marks) > 1:
        head, tail = token[: token.rindex(marks[-1])], token[token.rindex(marks[-1]) + 1 :]
        if THOUSANDS.fullmatch(head) and marks[-1] not in head:
            yield {Decimal(re.sub(r"[.,]", "", head) + "." + tail)}
        yield {Decimal(piece) for piece in re.split(r"[.,]", token)}


def _dates(facts: Facts) -> re.Pattern[str]:
    """Matches the days of the facts in the usual spellings, and the week and its runs as ranges."""
    values = list(_declared(facts))
    days = {value for value in values if isinstance(value, date)}
    years = f"0*(?:{'|'.join(sorted({str(day.year) for day in days}))})"
    ranges = {(facts.week_start, facts.week_end)} | {
        (value.first, value.last) for value in values if isinstance(value, Run)
    }
    # Ranges first, because alternatives are tried in order and a range begins with a date.
    spellings = [
        spelling
        for first, last in sorted(ranges)
        if first.month == last.month
        for spelling in _range(_Spelling(first, years), _Spelling(last, years))
    ]
    for day in sorted(days):
        spelling = _Spelling(day, years)
        spellings += [spelling.iso, spelling.numeric, spelling.day_month, spelling.month_day]
    return re.compile("|".join(rf"(?<![\w.,])(?:{one})(?!\w)" for one in spellings))


def _range(a: _Spelling, b: _Spelling) -> list[str]:
    return [f"{a.day}{DASH}{b.day_month}", f"{b.month}\\s+{a.day}{DASH}{b.day}(?:,?\\s+{b.year})?"]


class _Spelling:
    """Patterns of one date."""

    def __init__(self, day: date, years: str) -> None:
        self.day = f"0?{day.day}(?:st|nd|rd|th)?"
        self.month = f"(?:{'|'.join(MONTH_NAMES[day.month - 1])})\\.?"
        self.year = years
        self.iso = day.isoformat()
        self.numeric = f"0?{day.day}[./]{day.month:02}(?:[./](?:{self.year}|{day.year % 100:02}))?"
        self.day_month = f"{self.day}\\s+{self.month}(?:,?\\s+{self.year})?"
        self.month_day = f"{self.month}\\s+{self.day}(?:,?\\s+{self.year})?"
