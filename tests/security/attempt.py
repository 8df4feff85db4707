"""A request that somebody might try, and what it is put together from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.security.surface import Surface

T = TypeVar("T")

PUNCTUATION = "/?&=*:()!.,->@%+~'\"[]{}$;|"
"""Left as it is in a URL, so that servers see it as PostgREST's grammar has it, or half of an escape."""

ODD = [
    "", "null", "NULL", "not.null", "0", "-1", "1e400", "NaN", "Infinity", "99999999999999999999", "1.5",
    "true",
    "2026-11-20", "infinity", "-infinity", "0001-01-01 BC", "now()", "2026-13-45T99:99", "{}", "[]", "{",
    "(1,2)",
    "(", ")", "[1,", '"', "'", "' or 1=1 --", "'; select pg_sleep(9); --", "$1", "%", "*", "%00", "\\",
    "\\u0000",
    "\x00", "a\x00b", "\t\r\n", "\u202egnp.exe", "🍏", "é", "İ", "ﷺ", "x" * 3000, "../../etc/passwd",
    "<script>",
    "=1+1", "authenticated", "service_role", "auth.uid()", "{a,b}", '{"a":1}', "(null)", "(,)", "any",
    "select",
]  # fmt: skip
PREFERENCES = [
    "return=representation", "return=minimal", "return=headers-only", "count=exact", "count=planned",
    "count=estimated", "resolution=merge-duplicates", "resolution=ignore-duplicates", "missing=default",
    "tx=rollback", "tx=commit", "handling=strict", "handling=lenient", "max-affected=1",
    "timezone=Mars/Olympus",
    "params=single-object", "params=multiple-objects",
]  # fmt: skip
ACCEPTED = [
    "application/json", "text/csv", "application/vnd.pgrst.object+json", "application/vnd.pgrst.array+json",
    "application/openapi+json", "application/vnd.pgrst.plan+json; options=analyze|verbose|settings",
    "application/vnd.pgrst.plan+text", "application/geo+json", "application/octet-stream", "text/plain",
    "application/vnd.pgrst.object+json;nulls=stripped", "*/*", "x/y;q=z", "",
]  # fmt: skip
CONTENT_TYPES = [
    "application/json", "text/csv", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
    "text/plain", "application/octet-stream", "application/json; charset=utf-16", "image/jpeg", "",
]  # fmt: skip
JSON: list[Any] = [None, True, 0, -1, 10**20, 1.5, [], {}, [None], {"a": {"b": []}}, [[1]], "", "\x00"]
SCHEMAS = ["private", "auth", "storage", "pgmq", "vault", "net", "cron", "pg_catalog", "worker", "PUBLIC", ""]


BOOLEANS, TEXTS, BYTES = st.booleans(), st.text(max_size=12), st.binary(max_size=40)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))

between = cache(st.integers)


def pick(draw: DrawFn, options: Sequence[T]) -> T:
    """One of them. `sampled_from` would be made anew for each list, which takes longer than drawing."""
    return options[draw(between(0, len(options) - 1))]


@dataclass(frozen=True)
class Attempt:
    """One request by one of the attackers."""

    actor: str
    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None

    def __str__(self) -> str:
        return f"{self.actor}: {self.method} {self.target} {self.headers} {self.body!r}"


@dataclass(frozen=True)
class Knowledge:
    """What an attacker may have found out, or has of their own."""

    surface: Surface
    actors: list[str]
    ids: list[str]
    """Ids of the victims and of their rows, and some of the attackers' own."""
    words: list[str]
    """What stands in the victims' rows: to be guessed at with filters."""
    pictures: list[str]
    """Paths of the victims' pictures."""
    folders: dict[str, str]
    """A folder in storage by actor, where they have one."""
    signed: list[str]
    """Query strings of signed URLs of the attackers' own pictures."""


def value(draw: DrawFn, known: Knowledge) -> str:
    which = draw(between(0, 9))
    if which <= 4:
        return pick(draw, known.ids)
    if which <= 6:
        return pick(draw, known.words)
    return pick(draw, ODD) if which <= 8 else draw(TEXTS)


def headers_of(draw: DrawFn, **fixed: str) -> dict[str, str]:
    found = dict(fixed)
    if draw(between(0, 3)) == 0:
        found["Prefer"] = ",".join(pick(draw, PREFERENCES) for _ in range(draw(between(1, 3))))
    which = draw(between(0, 15))
    if which == 0:
        found["Accept"] = pick(draw, ACCEPTED)
    elif which == 1:
        found["Range"] = pick(draw, ["0-0", "5-1", "-1", "0-99999999999999999999", "a-b", "9-"])
        found["Range-Unit"] = "items"
    elif which == 2:
        found["Accept-Profile"] = found["Content-Profile"] = pick(draw, SCHEMAS)
    elif which == 3:
        found |= {"X-HTTP-Method-Override": "DELETE", "Role": "service_role", "X-Forwarded-User": "postgres"}
    return found


def url_of(path: str, parameters: list[str]) -> str:
    whole = f"{path}?{'&'.join(parameters)}" if parameters else path
    return quote(whole, safe=PUNCTUATION)


def actor_of(draw: DrawFn, known: Knowledge) -> str:
    return pick(draw, known.actors)


def any_json(draw: DrawFn, known: Knowledge) -> Any:
    which = draw(between(0, 7))
    if which <= 2:
        return pick(draw, known.ids)
    if which == 3:
        return pick(draw, JSON)
    return [value(draw, known)] if which == 4 else value(draw, known)
