"""The people whose rows the tests of access try to reach, and what a domain says about its tables.

A coach has two clients, Anna and Boris; another coach has one, Carl. Each domain adds one row of each of its tables
for every client. Rows have letters: `A` is Anna's. Where a row has a coach's and a client's side (the two texts of a
report), `A` is what only the coach may read and `a` what the client may.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.foundation.accounts import Accounts, ClientUser, Coach, Row
from tests.foundation.sync_db import SyncDb

TODAY = datetime.now(UTC).date()
MONDAY = TODAY - timedelta(weeks=40, days=TODAY.weekday())
"""The first day of a week that may still be asked about, and for which the clock no longer asks for a report."""
PERIOD = {"from": "2026-11-01", "to": "2026-11-07"}


@dataclass
class World:
    """All people, and the letter of every row."""

    coach: Coach
    other_coach: Coach
    client: ClientUser
    other_client: ClientUser
    carl: ClientUser
    rows: dict[str, dict[tuple[str, ...], str]] = field(default_factory=dict)

    def person(self, name: str) -> Coach | ClientUser:
        person = getattr(self, name)
        assert isinstance(person, Coach | ClientUser)
        return person

    @property
    def clients(self) -> list[tuple[str, ClientUser]]:
        """The clients with their letters."""
        return [("A", self.client), ("B", self.other_client), ("C", self.carl)]

    @classmethod
    async def of(cls, accounts: Accounts) -> World:
        coach, other = await accounts.coach(), await accounts.coach()
        anna, boris = await accounts.client_of(coach, "Anna"), await accounts.client_of(coach, "Boris")
        return cls(coach, other, anna, boris, await accounts.client_of(other, "Carl"))


Letters = dict[str, list[tuple[Row, str]]]
"""The rows of a domain, by table: each with its letter."""

Arguments = Callable[[World, SyncDb], dict[str, Any]]
"""The arguments of a call."""


@dataclass(frozen=True)
class Table:
    """How tests add, change and find rows of a table or view."""

    existing: Callable[[World, SyncDb], Row]
    """A row about Anna, as far as `find_by` needs it. Each call may create a new one."""
    new: Callable[[World], Row]
    """A row about Anna that a caller tries to add, as small as the table allows."""
    patch: Row
    """One column and its new value; a text "Changed" is made unique."""
    key: tuple[str, ...] = ("id",)
    """The columns that tell its rows apart."""
    find_by: str = ""
    """The column that finds the existing row; by default the first of the key."""
    shared: bool = False
    """Its rows belong to nobody."""
    unmarked: Collection[str] = ()
    """Columns that cannot hold a value of the tests' own, because the system computes with them."""
    set_by_system: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Columns, by verb, that the product says only the system sets."""

    def key_of(self, row: Row) -> tuple[str, ...]:
        return tuple(str(row[column]) for column in self.key)

    def find(self, world: World, db: SyncDb) -> tuple[str, str]:
        """The column and the value that find an existing row."""
        column = self.find_by or self.key[0]
        return column, str(self.existing(world, db)[column])
