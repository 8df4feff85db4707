"""A channel in memory."""

from __future__ import annotations

from collections import deque
from datetime import timedelta

from wellio.foundation.errors import GiveUp, Retry
from wellio.notify.channel import Delivery, Sent


class FakeChannel:
    """A `Channel` that keeps what it takes. `answers`: busy, failing, dropped or refused, for the next deliveries."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str | None]] = []
        self.answers: deque[str] = deque()

    async def send(self, delivery: Delivery) -> Sent:
        match self.answers.popleft() if self.answers else "":
            case "busy":
                raise Retry("channel_busy", "Busy.", after=timedelta(seconds=7))
            case "failing" | "dropped":
                raise Retry("channel_failing", "Failing.")
            case "refused":
                raise GiveUp("channel_refused", "Refused.")
        words = f"{delivery.subject}\n{delivery.body}".replace("<", "&lt;").replace(">", "&gt;")
        self.received.append((words, str(delivery.delivery_id)))
        return Sent(str(delivery.delivery_id))
