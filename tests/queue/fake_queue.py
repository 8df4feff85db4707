"""A work queue in memory, with a clock that goes only when told."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Generic, Literal, TypeVar

from wellio.queue.protocol import MAX_ATTEMPTS, Claimed, Failed, Finished, Lease, ResultRefused

J = TypeVar("J")
R = TypeVar("R")

NOW = timedelta()
LONGEST_DELAY = timedelta(hours=1)
ALONE_FROM = 4
"""Which delivery of what was interrupted is given out alone: `private.alone_from()` is the truth."""
SLOW_OF_ONE = 2
"""How many slow jobs of one sender are under way at once: `private.pictures_at_once()` is the truth."""


@dataclass
class Message(Generic[J, R]):
    """What waits, is being worked, or has come to an end."""

    msg_id: int
    job: J
    visible_at: timedelta
    slow_of: str | None = None
    """Who has sent it, if it is slow."""
    read_ct: int = 0
    status: Literal["pending", "processing", "processed", "failed"] = "pending"
    reason: str | None = None
    result: R | None = None

    @property
    def is_waiting(self) -> bool:
        return self.status in ("pending", "processing")


@dataclass
class FakeQueue(Generic[J, R]):
    """`WorkQueue` in memory. `refuses` says which results the store does not take.

    `now` moves only by `pass_time`; `claim_limits` remembers how many jobs each claim asked for,
    `slow_limits` how many slow ones.
    """

    refuses: Callable[[R], bool] = lambda _: False
    now: timedelta = NOW
    messages: list[Message[J, R]] = field(default_factory=list)
    claim_limits: list[int] = field(default_factory=list)
    slow_limits: list[int | None] = field(default_factory=list)

    def put(self, job: J, slow_of: str | None = None) -> Message[J, R]:
        message: Message[J, R] = Message(len(self.messages) + 1, job, self.now, slow_of)
        self.messages.append(message)
        return message

    def pass_time(self, time: timedelta) -> None:
        self.now += time

    async def claim(self, limit: int, lease: timedelta, slow: int | None = None) -> list[Claimed[J]]:
        await asyncio.sleep(0)
        self.claim_limits.append(limit)
        self.slow_limits.append(slow)
        claimed: list[Claimed[J]] = []
        while not claimed and (due := self._due(limit if slow is None else slow)[:limit]):
            alone = self._is_suspect(due[0])
            for message in due:
                message.read_ct += 1
                message.visible_at = self.now + lease
                if message.read_ct > MAX_ATTEMPTS:
                    message.status = "failed"
                    message.reason = message.reason or "Interrupted too often."
                    continue
                message.status = "processing"
                of = Lease(message.msg_id, message.read_ct)
                claimed.append(Claimed(of, message.job, alone=alone, slow=message.slow_of is not None))
        return claimed

    def _due(self, slow: int) -> list[Message[J, R]]:
        """Whose turn it is, the oldest first, or a suspect alone."""
        under_way = Counter(
            one.slow_of for one in self.messages if one.status == "processing" and one.visible_at > self.now
        )
        visible = [one for one in self.messages if one.is_waiting and one.visible_at <= self.now]
        if suspects := [one for one in visible if self._is_suspect(one) and (slow or not one.slow_of)]:
            return suspects[:1]
        slow_ones: list[Message[J, R]] = []
        for one in sorted(visible, key=lambda message: message.visible_at):
            if one.slow_of and under_way[one.slow_of] < SLOW_OF_ONE and len(slow_ones) < slow:
                under_way[one.slow_of] += 1
                slow_ones.append(one)
        return [one for one in visible if not one.slow_of or one in slow_ones]

    @staticmethod
    def _is_suspect(message: Message[J, R]) -> bool:
        return message.status == "processing" and message.read_ct + 1 >= ALONE_FROM

    async def finish(self, done: Sequence[Finished[R]]) -> set[int]:
        await asyncio.sleep(0)
        held = [(message, one.result) for one in done if (message := self._held(one.lease))]
        if any(self.refuses(result) for _, result in held):
            raise ResultRefused("refused")
        for message, result in held:
            message.status, message.result, message.reason = "processed", result, None
        return {message.msg_id for message, _ in held}

    async def fail(self, failures: Sequence[Failed]) -> set[int]:
        await asyncio.sleep(0)
        held = [(message, one) for one in failures if (message := self._held(one.lease))]
        for message, failure in held:
            message.reason = failure.reason
            message.status = "failed" if failure.lease.is_last_attempt else "pending"
            delay = max(back_off(message.read_ct), failure.retry_after or NOW)
            message.visible_at = self.now + min(delay, LONGEST_DELAY)
        return {message.msg_id for message, _ in held}

    def _held(self, lease: Lease) -> Message[J, R] | None:
        message = self.messages[lease.msg_id - 1]
        return message if message.is_waiting and message.read_ct == lease.read_ct else None


def back_off(attempt: int) -> timedelta:
    """10, 20, 40 ... at most 900 seconds."""
    return timedelta(seconds=min(900, 5 * 2**attempt))
