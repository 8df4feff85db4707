"""How long is it from a change to all who hear of it?

Two hundred sockets have joined the topic of one client. A log is written through the gateway, and after it another,
each once all have heard of the one before. A receipt is timed from before the request until the message is read from
the socket. One process reads all sockets, so a part of the time is its own.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from statistics import quantiles
from time import perf_counter

from websockets.asyncio.client import ClientConnection, connect

from bench.figure import Figure
from bench.workload import diary, project
from tests.foundation.accounts import ClientUser
from wellio_local.stack.stack import Stack

SUBSCRIBERS = 200
MESSAGES = 50
SOON_MS = 300.0
SECONDS = 30.0


async def measure() -> list[Figure]:
    """One figure, reported."""
    async with (
        project("realtime", background=False) as stack,
        diary(stack, 1) as one,
        AsyncExitStack() as open_sockets,
    ):
        sockets = [
            await open_sockets.enter_async_context(connect(_address(stack), compression=None))
            for _ in range(SUBSCRIBERS)
        ]
        await asyncio.gather(*(_join(socket, one.clients[0]) for socket in sockets))
        receipts: list[float] = []
        for number in range(MESSAGES + 5):
            hearing = [asyncio.create_task(_heard(socket)) for socket in sockets]
            began = perf_counter()
            await one.write(["weight 67.5"])
            moments = await asyncio.wait_for(asyncio.gather(*hearing), SECONDS)
            if number >= 5:
                receipts += [(moment - began) * 1000 for moment in moments]
    hundredths = quantiles(receipts, n=100)
    return [
        Figure(
            "realtime",
            f"from a change to its receipt, p95 with {SUBSCRIBERS} subscribers / {SOON_MS:.0f} ms",
            hundredths[94] / SOON_MS,
            detail={
                "p50_ms": hundredths[49],
                "p95_ms": hundredths[94],
                "p99_ms": hundredths[98],
                "receipts": len(receipts),
            },
        )
    ]


def _address(stack: Stack) -> str:
    base = stack.api_url.replace("http", "ws", 1)
    return f"{base}/realtime/v1/websocket?apikey={stack.publishable_key}&vsn=2.0.0"


async def _join(socket: ClientConnection, who: ClientUser) -> None:
    session = await who.api.auth.get_session()
    if session is None:
        raise RuntimeError(f"{who.email} is not signed in")
    payload = {"config": {"private": True}, "access_token": session.access_token}
    await socket.send(json.dumps(["1", "1", f"realtime:client:{who.client_id}", "phx_join", payload]))
    answer = json.loads(await asyncio.wait_for(socket.recv(), SECONDS))
    if answer[4]["status"] != "ok":
        raise RuntimeError(f"A topic was refused: {answer}")


async def _heard(socket: ClientConnection) -> float:
    """When the next broadcast came: a frame of bytes."""
    while not isinstance(await socket.recv(), bytes):
        pass
    return perf_counter()
