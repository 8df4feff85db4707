"""tests/<domain>/access.txt and tests/<domain>/rows.py of every domain, read.

A line of access.txt says what each actor gets with one verb on one object. A verb without a line is refused to
everybody.

select   The rows seen, by letter (tests/foundation/world.py): K L are the coaches, A B C the clients Anna, Boris and
         Carl; a small letter is the client's own side. "-" is an answer without rows: the policy filtered them all.
others   ok: done. zero: an answer without an error, and no row was changed. grant: 42501, no such privilege.
         policy: 42501, the caller must not write this row. Any other word is the code of the refusal.

Anna is `client`, Boris is `other_client`; the coach of both is `coach`. Writes and calls are about Anna; only a client
or an invite is new. After a colon come the columns that a browser may write, or those that it may not read ("not ...").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType

from tests.foundation.accounts import Accounts
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import Arguments, Table, World

TESTS = Path(__file__).parents[1]
ACTORS = ["anon", "coach", "other_coach", "client", "other_client", "service"]
WRITES = ("insert", "update", "delete")
REFUSED = dict.fromkeys(ACTORS, "grant")


@dataclass
class Access:
    """Who may do what with one table, view or function."""

    schema: str
    name: str
    verbs: dict[str, dict[str, str]] = field(default_factory=dict)
    writable: dict[str, set[str]] = field(default_factory=dict)
    """The columns that a browser may write, by verb."""
    unreadable: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def is_function(self) -> bool:
        return "execute" in self.verbs

    def of(self, verb: str) -> dict[str, str]:
        """What each actor gets."""
        return self.verbs.get(verb, REFUSED)


def _objects() -> Iterator[Access]:
    found: dict[str, Access] = {}
    for file in sorted(TESTS.glob("*/access.txt")):
        lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
        assert lines[0].split() == ["object", "verb", *ACTORS], file
        for line in lines[1:]:
            cells, _, columns = line.partition(" : ")
            name, verb, *words = cells.split()
            schema, _, bare = name.partition(".")
            one = found.setdefault(name, Access(schema, bare))
            assert verb not in one.verbs, f"{name} {verb} is there twice"
            one.verbs[verb] = dict(zip(ACTORS, words, strict=True))
            if verb == "select":
                one.unreadable = set(columns.removeprefix("not ").split())
            else:
                one.writable[verb] = set(columns.split())
    yield from found.values()


def _rows_modules() -> list[ModuleType]:
    return [import_module(f"tests.{file.parent.name}.rows") for file in sorted(TESTS.glob("*/rows.py"))]


OBJECTS = list(_objects())
RELATIONS = [one for one in OBJECTS if not one.is_function]
FUNCTIONS = [one for one in OBJECTS if one.is_function]
_MODULES = _rows_modules()
TABLES: dict[str, Table] = {}
ABOUT_ANNA: dict[str, Arguments] = {}
"""What each function of the API is asked about Anna."""
CALLS: dict[str, Arguments] = {}
"""What each function is asked where everybody may try: what is Anna's may be needed again."""
for _module in _MODULES:
    TABLES |= getattr(_module, "TABLES", {})
    ABOUT_ANNA |= getattr(_module, "ABOUT_ANNA", {})
    CALLS |= getattr(_module, "CALLS", {})
CALLS = ABOUT_ANNA | CALLS


def relation(name: str) -> Access:
    return next(one for one in RELATIONS if one.name == name)


async def new_world(accounts: Accounts, db: SyncDb) -> World:
    """The people, with one row of each table about each client."""
    world = await World.of(accounts)
    for module in _MODULES:
        if hasattr(module, "rows"):
            for name, rows in module.rows(db, world).items():
                world.rows[name] = {TABLES[name].key_of(row): letter for row, letter in rows}
    return world
