"""A limit on the bytes that jobs hold in memory at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


class ByteBudget:
    """Bytes that jobs side by side may have in memory together. First come, first served."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._free = total
        self._turn = asyncio.Lock()
        self._given_back = asyncio.Event()

    @asynccontextmanager
    async def hold(self, size: int) -> AsyncIterator[Held]:
        """Wait for room for `size` bytes and hold it inside the block.

        A job that asks for more than the whole budget waits until no other job holds anything.
        """
        size = min(size, self._total)
        if size:
            async with self._turn:  # only the first in the row waits for room: small ones do not overtake
                while self._free < size:
                    self._given_back.clear()
                    await self._given_back.wait()
                self._free -= size
        held = Held(self, size)
        try:
            yield held
        finally:
            held.keep(0)

    def give_back(self, size: int) -> None:
        self._free += size
        self._given_back.set()


@dataclass
class Held:
    """What one job holds."""

    budget: ByteBudget
    size: int

    def keep(self, size: int) -> None:
        """Give back what is held beyond `size`."""
        if size < self.size:
            self.budget.give_back(self.size - size)
            self.size = size
