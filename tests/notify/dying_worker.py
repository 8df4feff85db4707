"""Works the queue of deliveries once, and is killed at a point. Started by test_killed.py as a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wellio.foundation.supabase import shared_client
from wellio.notify.channel import Delivery, Sent
from wellio.notify.mail import Mail
from wellio.notify.workers import deliver
from wellio.queue.postgrest import PostgrestQueue
from wellio.queue.protocol import Finished

POINTS = ("claimed", "sent", "recorded")


def main(point: str) -> None:
    def reached(name: str) -> None:
        if name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    send, finish = Mail.send, PostgrestQueue.finish

    async def dying_send(self: Mail, delivery: Delivery) -> Sent:
        reached("claimed")
        sent = await send(self, delivery)
        reached("sent")
        return sent

    async def dying_finish(self: PostgrestQueue[Any, Any], done: Sequence[Finished[Any]]) -> set[int]:
        held = await finish(self, done)
        reached("recorded")
        return held

    Mail.send = dying_send  # type: ignore[method-assign]
    PostgrestQueue.finish = dying_finish  # type: ignore[method-assign]
    asyncio.run(_once())


async def _once() -> None:
    await replace(deliver, in_flight=1).run(shared_client())  # so that one is under way when it dies


if __name__ == "__main__":
    main(sys.argv[1])
