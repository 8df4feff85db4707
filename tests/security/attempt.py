"""A request that somebody might try, and what it is put together from."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

from tests.security.surface import Surface

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
SCHEMAS = [
    "private",
    "auth",
    "storage",
    "realtime",
    "pgmq",
    "vault",
    "net",
    "cron",
    "pg_catalog",
    "worker",
    "PUBLIC",
    "",
]


CHARACTERS = [(0x20, 0x7E), (0x00, 0x1F), (0xA0, 0x52F), (0x2000, 0xD7FF), (0xE000, 0x10FFFF)]
"""From where to where; surrogates are no characters."""


def any_text(chance: Random) -> str:
    """At most twelve characters, of ASCII as often as of all others."""
    kinds = [CHARACTERS[0], CHARACTERS[0], chance.choice(CHARACTERS), chance.choice(CHARACTERS)]
    return "".join(chr(chance.randint(*chance.choice(kinds))) for _ in range(chance.randint(0, 12)))


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


def value(chance: Random, known: Knowledge) -> str:
    which = chance.randint(0, 9)
    if which <= 4:
        return chance.choice(known.ids)
    if which <= 6:
        return chance.choice(known.words)
    return chance.choice(ODD) if which <= 8 else any_text(chance)


def headers_of(chance: Random, **fixed: str) -> dict[str, str]:
    found = dict(fixed)
    if chance.randint(0, 3) == 0:
        found["Prefer"] = ",".join(chance.choice(PREFERENCES) for _ in range(chance.randint(1, 3)))
    which = chance.randint(0, 15)
    if which == 0:
        found["Accept"] = chance.choice(ACCEPTED)
    elif which == 1:
        found["Range"] = chance.choice(["0-0", "5-1", "-1", "0-99999999999999999999", "a-b", "9-"])
        found["Range-Unit"] = "items"
    elif which == 2:
        found["Accept-Profile"] = found["Content-Profile"] = chance.choice(SCHEMAS)
    elif which == 3:
        found |= {"X-HTTP-Method-Override": "DELETE", "Role": "service_role", "X-Forwarded-User": "postgres"}
    return found


def url_of(path: str, parameters: list[str]) -> str:
    whole = f"{path}?{'&'.join(parameters)}" if parameters else path
    return quote(whole, safe=PUNCTUATION)


def actor_of(chance: Random, known: Knowledge) -> str:
    return chance.choice(known.actors)


def any_json(chance: Random, known: Knowledge) -> Any:
    which = chance.randint(0, 7)
    if which <= 2:
        return chance.choice(known.ids)
    if which == 3:
        return chance.choice(JSON)
    return [value(chance, known)] if which == 4 else value(chance, known)
