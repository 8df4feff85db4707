"""OpenAI's API by a double that reads the numbers of a log, can be held, and can fall ill."""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from time import monotonic
from typing import Any

from starlette.types import Receive, Send

from tests.foundation.openai_server import OpenAIServer, Reply, refusal
from tests.progress.reading.played import EVENT, read, weight

LOG_TEXT = re.compile(r"<log_text>\n(.*)\n</log_text>", re.DOTALL)
NUMBERS = re.compile(r"([\d.]+)\D+(\d+)")

Illness = Callable[[str, int], Reply | None]
"""What comes back for the n-th call about a text, from 0; None is a good answer."""


class Model(OpenAIServer):
    """Answers by what it is asked. Runs in a thread of its own; a test only sets and reads plain values."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: Counter[str] = Counter()
        """By the text they were about."""
        self.faults: Counter[str] = Counter()
        self.times: dict[str, list[float]] = defaultdict(list)
        """When each text was asked about, by the monotonic clock."""
        self.illness: Illness | None = None
        self.is_held = False
        self.waiting = 0
        """Calls that have come and are not answered, while it is held."""

    def recover(self) -> None:
        """Forget what was, and answer well."""
        self.play()
        self.calls.clear()
        self.times.clear()
        self.illness = None
        self.is_held = False

    def reply_to(self, request: dict[str, Any]) -> Reply:
        text = _log_text(request)
        if text is None:
            return refusal()  # a weekly report
        nth = self.calls[text]
        self.calls[text] += 1
        self.times[text].append(monotonic())
        ill = self.illness(text, nth) if self.illness else None
        return ill or self._patiently(_reading(text))

    def _patiently(self, reply: Reply) -> Reply:
        async def held(receive: Receive, send: Send) -> None:
            self.waiting += 1
            try:
                while self.is_held:  # noqa: ASYNC110 - set by another thread
                    await asyncio.sleep(0.005)
                await reply(receive, send)
            finally:
                self.waiting -= 1

        return held


def _log_text(request: dict[str, Any]) -> str | None:
    for message in request["input"]:
        if isinstance(message["content"], list):
            for part in message["content"]:
                if found := LOG_TEXT.search(part.get("text", "")):
                    return found[1]
    return None


def _reading(text: str) -> Reply:
    numbers = NUMBERS.search(text)
    assert numbers, "the model is asked about lines of the faults only"
    steps = {"steps": [{**EVENT, "steps": int(numbers[2]), "estimated": False}]}
    return read(**weight(float(numbers[1])), **steps)
