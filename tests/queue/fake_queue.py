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
"""Which delivery of what was interrupted is given out alone: `private.lease_logs` is the truth."""
OF_ONE_SENDER = 2
"""How many jobs of one sender are under way at once: `private.log_picture_turns()` is the truth."""


@dataclass
class Message(Generic[J, R]):
    """What waits, is being worked, or has come to an end."""

    msg_id: int
    job: J
    visible_at: timedelta
    sender: str | None = None
    """Whose others hold it back; None for a queue that holds nothing back."""
    read_ct: int = 0
    status: Literal["pending", "processing", "processed", "failed"] = "pending"
    error: str | None = None
    result: R | None = None

    @property
    def is_waiting(self) -> bool:
        return self.status in ("pending", "processing")


@dataclass
class FakeQueue(Generic[J, R]):
    """`WorkQueue` in memory. `refuses` says which results the store does not take.

    `now` moves only by `pass_time`; `claim_limits` remembers how many jobs each claim asked for.
    """

    refuses: Callable[[R], bool] = lambda _: False
    now: timedelta = NOW
    messages: list[Message[J, R]] = field(default_factory=list)
    claim_limits: list[int] = field(default_factory=list)

    def put(self, job: J, sender: str | None = None) -> Message[J, R]:
        message: Message[J, R] = Message(len(self.messages) + 1, job, self.now, sender)
        self.messages.append(message)
        return message

    def pass_time(self, time: timedelta) -> None:
        self.now += time

    async def claim(self, limit: int, lease: timedelta) -> list[Claimed[J]]:
        await asyncio.sleep(0)
        self.claim_limits.append(limit)
        claimed: list[Claimed[J]] = []
        while not claimed and (due := self._due(limit)):
            alone = self._is_suspect(due[0])
            for message in due:
                message.read_ct += 1
                message.visible_at = self.now + lease
                if message.read_ct > MAX_ATTEMPTS:
                    message.status = "failed"
                    message.error = message.error or "Interrupted too often."
                    continue
                message.status = "processing"
                of = Lease(message.msg_id, message.read_ct)
                claimed.append(Claimed(of, message.job, alone=alone))
        return claimed

    def _due(self, limit: int) -> list[Message[J, R]]:
        """Whose turn it is: those whose sender has the fewest under way, then the oldest; or a suspect alone."""
        under_way: Counter[str | None] = Counter(
            one.sender
            for one in self.messages
            if one.sender and one.status == "processing" and one.visible_at > self.now
        )
        visible = [one for one in self.messages if one.is_waiting and one.visible_at <= self.now]
        if any(one.sender for one in visible):
            visible.sort(key=lambda message: message.visible_at)
        due: list[tuple[int, Message[J, R]]] = []
        for one in visible:
            under_way[one.sender] += one.sender is not None
            if under_way[one.sender] <= OF_ONE_SENDER:
                due.append((under_way[one.sender], one))
        first = [one for _, one in sorted(due, key=lambda turn: turn[0])][:limit]
        return [one for one in first if self._is_suspect(one)][:1] or first

    @staticmethod
    def _is_suspect(message: Message[J, R]) -> bool:
        return message.status == "processing" and message.read_ct + 1 >= ALONE_FROM

    async def finish(self, done: Sequence[Finished[R]]) -> set[int]:
        await asyncio.sleep(0)
        held = [(message, one.result) for one in done if (message := self._held(one.lease))]
        if any(self.refuses(result) for _, result in held):
            raise ResultRefused("refused")
        for message, result in held:
            message.status, message.result, message.error = "processed", result, None
        return {message.msg_id for message, _ in held}

    async def fail(self, failures: Sequence[Failed]) -> set[int]:
        await asyncio.sleep(0)
        held = [(message, one) for one in failures if (message := self._held(one.lease))]
        for message, failure in held:
            message.error = failure.error
            message.status = "failed" if failure.is_final or failure.lease.is_last_attempt else "pending"
            delay = max(back_off(message.read_ct), failure.retry_after or NOW)
            message.visible_at = self.now + min(delay, LONGEST_DELAY)
        return {message.msg_id for message, _ in held}

    def _held(self, lease: Lease) -> Message[J, R] | None:
        message = self.messages[lease.msg_id - 1]
        return message if message.is_waiting and message.read_ct == lease.read_ct else None


def back_off(attempt: int) -> timedelta:
    """10, 20, 40 ... at most 900 seconds."""
    return timedelta(seconds=min(900, 5 * 2**attempt))
