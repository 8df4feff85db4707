"""Where the domains of the demo play: a running stack, the people signed in to it, a moment to count days from."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

import httpx
from pydantic import BaseModel, ConfigDict
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from supabase import AsyncClient, AsyncClientOptions

from wellio_local.stack.stack import Stack

if TYPE_CHECKING:
    from wellio_demo.people import Client

SEEDS = Path(__file__).with_name("seed")
POLL_SECONDS = 0.3
STALL_SECONDS = 90.0
"""More than the minute that cron takes to come back to a log handed back or a nudge lost."""

Row = dict[str, Any]


class StalledError(RuntimeError):
    """The demo stands still. The message says why, as far as that is known."""


class Data(BaseModel):
    """What is read from `seed/`."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Summary:
    """What came out of a domain's part: what to print, and what is lost or missing."""

    shown: list[RenderableType] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ClientAccount:
    """A client who has accepted the coach's invite, signed in."""

    who: Client
    api: AsyncClient
    client_id: str


class Scene:
    """The demo while it plays. `coach` and `clients` are there once `people` has played."""

    coach: AsyncClient
    clients: list[ClientAccount]

    def __init__(self, stack: Stack, console: Console, now: datetime) -> None:
        self.stack = stack
        self.console = console
        self.now = now
        self._sessions = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._sessions.aclose()

    async def visitor(self) -> AsyncClient:
        """Somebody with a browser of their own, not signed in."""
        session = await self._sessions.enter_async_context(httpx.AsyncClient(timeout=30))  # HTTP/1.1
        options = AsyncClientOptions(auto_refresh_token=False, persist_session=False, httpx_client=session)
        return AsyncClient(self.stack.api_url, self.stack.publishable_key, options)

    async def rows(self, table: str, select: str) -> list[Row]:
        """What the coach sees of a table."""
        return (await self.coach.table(table).select(select).execute()).data  # type: ignore[return-value]

    async def execute(self, statement: str, *values: object) -> None:
        """What only the owner of the database may do."""
        await asyncio.to_thread(self.stack.postgres.execute, statement, *values)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Bars for what takes a while."""
        columns = (
            TextColumn("{task.description:<14}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console) as progress:
            yield progress

    async def follow(
        self,
        count: Callable[[], Awaitable[int]],
        total: int,
        show: Callable[[int], object],
        reasons: Callable[[], Awaitable[str]],
    ) -> None:
        """Wait until `count` reaches `total`. Raises `StalledError` when it stands still for too long."""
        best, moved = -1, monotonic()
        while (done := await count()) < total:
            if done > best:
                best, moved = done, monotonic()
                show(done)
            if monotonic() - moved > STALL_SECONDS:
                log = self.stack.functions.last_words() if self.stack.functions else ""
                raise StalledError(
                    f"Nothing has moved for {STALL_SECONDS:.0f} s: {done} of {total} done.\n"
                    f"{await reasons()}\nThe functions' log ends:\n{log or '(empty)'}"
                )
            self.stack.check()
            await asyncio.sleep(POLL_SECONDS)
        show(done)


def table(title: str, *columns: str, words: int = 1) -> Table:
    """A table of a summary. Its first `words` columns are text, the others numbers."""
    made = Table(title=title, title_justify="left", title_style="bold")
    for index, column in enumerate(columns):
        made.add_column(column, justify="left" if index < words else "right")
    return made
