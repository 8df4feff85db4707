"""Where work waits. Every claim is a lease; acknowledging with a stale lease changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Generic, Protocol, TypeVar
from uuid import UUID

J = TypeVar("J")
R = TypeVar("R")

MAX_ATTEMPTS = 8
"""After so many claims without a result a message is a dead letter; `attempts` in `private.queues` is the truth."""


class QueueError(Exception):
    """A call to the queue failed. The message names the call and a code, and quotes nothing."""


class QueueUnavailable(QueueError):
    """The queue takes no calls now, because it cannot be reached or is deployed wrongly."""


class Replayed(Exception):
    """The webhook that woke the worker was accepted before. Nothing was claimed."""


class ResultRefused(QueueError):
    """The queue works, and does not take what it was given. None of it was stored."""


@dataclass(frozen=True)
class Lease:
    """Proof of a claim. A message that was claimed again since has a higher `read_ct`."""

    msg_id: int
    read_ct: int
    trace: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Ids that every line written about the work carries, e.g. `log_id` and `request_id`."""

    @property
    def is_last_attempt(self) -> bool:
        return self.read_ct >= MAX_ATTEMPTS


@dataclass
class Meter:
    """What one job has spent. The queue carries it to the database with the outcome and reads none of it."""

    spent: Counter[str] = field(default_factory=Counter)
    account_id: UUID | None = None
    """Who pays, where that is known: known even if the client is erased before the result is stored."""

    def add(self, **amounts: int) -> None:
        """Add amounts by unit, for example `calls=1`."""
        self.spent.update(amounts)

    def charge(self, account_id: UUID) -> None:
        """Note who pays."""
        self.account_id = account_id

    @property
    def usage(self) -> dict[str, int | str]:
        """What is sent with the outcome; empty when nothing was spent."""
        spent: dict[str, int | str] = {unit: amount for unit, amount in self.spent.items() if amount}
        return spent | {"account_id": str(self.account_id)} if spent and self.account_id else spent


@dataclass(frozen=True)
class Claimed(Generic[J]):
    lease: Lease
    job: J
    meter: Meter = field(default_factory=Meter, compare=False)
    """Where the work adds up what it spends."""
    alone: bool = False
    """Whether the job must run without others, because it may crash its worker."""


@dataclass(frozen=True)
class Finished(Generic[R]):
    lease: Lease
    result: R
    meter: Meter = field(default_factory=Meter)
    """What it has cost; counted even if the lease is stale."""
    milliseconds: int = 0


@dataclass(frozen=True)
class Failed:
    """Handed back. `reason` and `error` are the reason and the message of `Retry`."""

    lease: Lease
    reason: str
    error: str
    retry_after: timedelta | None = None
    is_final: bool = False
    """Whether trying again cannot help. The message then becomes a dead letter at once."""
    meter: Meter = field(default_factory=Meter)
    milliseconds: int = 0


class WorkQueue(Protocol[J, R]):
    """A queue of jobs `J` that end in results `R`. Every method may raise `QueueUnavailable`.

    `tests/queue/test_queue_conformance.py` says what an implementation must hold to.
    """

    async def claim(self, limit: int, lease: timedelta) -> Sequence[Claimed[J]]:
        """Lease up to `limit` waiting jobs, invisible to others until the lease expires.

        The queue may hold back jobs until others are acknowledged. A worker that got jobs claims again as soon as
        it has room, until the queue is empty or its time is up. Until then the database sends no further
        wake-up call.
        """
        ...

    async def finish(self, done: Sequence[Finished[R]]) -> set[int]:
        """Store results, all or none. Return the `msg_id`s whose lease still held.

        Raises `ResultRefused` when one of them cannot be stored.
        """
        ...

    async def fail(self, failures: Sequence[Failed]) -> set[int]:
        """Hand jobs back to be tried later. Return the `msg_id`s whose lease still held.

        Raises `ResultRefused` when one of them cannot be noted.
        """
        ...
