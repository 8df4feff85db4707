"""How near is the model limit? 200 logs, a model that takes a second, 32 in flight: ideal time by measured
time.

200 logs in 32 places are seven waves, so nobody can be done in less than seven seconds. The clock runs from
the insert, one statement, to the last event: nudge, claims, seven waves of calls by OpenAI's SDK over HTTP,
results. The model is a server on loopback that answers one second after a request has come. Every log costs
one call (`AI_MODE=openai`).
"""

from __future__ import annotations

import asyncio
from math import ceil
from statistics import median

from starlette.types import Receive, Send

from bench.figure import Figure
from bench.workload import Diary, Watch, diary, project
from tests.foundation.openai_server import OpenAIServer, Reply
from tests.progress.reading.played import read, weight

LOGS = 200
IN_FLIGHT = 32
MODEL_SECONDS = 1.0
ROUNDS = 3
CLIENTS = 10
"""Each with a share of the logs, as in use; their budget of calls a day is set above what they need."""


async def measure() -> list[Figure]:
    """One figure."""
    ideal = ceil(LOGS / IN_FLIGHT) * MODEL_SECONDS
    with OpenAIServer() as model:
        env = {
            "AI_MODE": "openai",
            "OPENAI_API_KEY": "sk-nobody",
            "OPENAI_BASE_URL": model.url,
            "DRAIN_BATCH": str(IN_FLIGHT),
            "AI_DAILY_CALLS_PER_CLIENT": str(LOGS),
            "AI_DAILY_CALLS_PER_COACH": "off",
        }
        async with project("model", functions_env=env) as stack, diary(stack, CLIENTS) as clients:
            model.play(after(0, read(**weight(67.5))))
            await _round(clients, 3)  # the SDK is loaded on first use
            measured = []
            for _ in range(ROUNDS):
                model.play(after(MODEL_SECONDS, read(**weight(67.5))))
                measured.append(await _round(clients, LOGS))
                if len(model.requests) != LOGS:
                    raise RuntimeError(f"{len(model.requests)} calls for {LOGS} logs")
    return [
        Figure(
            "model_limit",
            "200 logs, a 1 s model, 32 in flight: ideal time / measured",
            ideal / median(measured),
            ">=",
            0.9,
            {"ideal_s": ideal, "measured_s": median(measured), "slowest_s": max(measured), "rounds": ROUNDS},
        )
    ]


async def _round(clients: Diary, logs: int) -> float:
    await clients.start_afresh()
    watch = Watch.start()
    await clients.add(["weight 67.5"] * logs)
    await clients.all_read()
    seconds = watch.seconds
    if (events := await clients.events()) != logs:
        raise RuntimeError(f"{events} events of {logs} logs")
    return seconds


def after(seconds: float, reply: Reply) -> Reply:
    """The same answer, so much later."""

    async def later(receive: Receive, send: Send) -> None:
        await asyncio.sleep(seconds)
        await reply(receive, send)

    return later
