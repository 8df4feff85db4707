"""Lines about jobs that are worked side by side: each has the ids of its own job."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.foundation.log_lines import Written
from tests.queue.fake_queue import FakeQueue
from wellio.foundation.logging import log_context
from wellio.queue.drain import drain
from wellio.queue.protocol import Claimed

CANARY = "zanzibar вес 67.5"


class TracedQueue(FakeQueue[str, str]):
    """Its jobs are ids of their own."""

    async def claim(self, limit: int, lease: Any) -> list[Claimed[str]]:
        claimed = await super().claim(limit, lease)
        traced = []
        for one in claimed:
            trace = {"log_id": one.job, "request_id": f"r-{one.job}"}
            traced.append(Claimed(replace(one.lease, trace=trace), one.job))
        return traced


async def test_logs_read_side_by_side_keep_their_own_ids(lines: Written) -> None:
    queue = TracedQueue(refuses=lambda result: result == "refused")
    for number in range(20):
        queue.put(f"log-{number}")
    gate = asyncio.Event()

    async def read(claimed: Claimed[str]) -> str:
        logging.getLogger("wellio.progress").info("begins %s", claimed.job)
        if claimed.job == "log-19":
            gate.set()
        await gate.wait()
        await asyncio.sleep(0)
        logging.getLogger("wellio.progress").info("ends %s", claimed.job)
        if claimed.job == "log-3":
            raise ValueError(CANARY)
        return "refused" if claimed.job == "log-4" else "read"

    with log_context(request_id="of the nudge"):
        await drain(queue, read, in_flight=32, lease=timedelta(minutes=1), budget=timedelta(seconds=5))
    written = lines()
    for number in range(20):
        job = f"log-{number}"
        about = [line for line in written if line.get("log_id") == job]
        assert {line["request_id"] for line in about} == {f"r-{job}"}
        said = [line["message"] for line in about if line["logger"] == "wellio.progress"]
        assert said == [f"begins {job}", f"ends {job}"]
    assert len([line for line in written if line["message"].endswith("stored")]) == 18
    assert {line["log_id"] for line in written if "handed back" in line["message"]} == {"log-3", "log-4"}
    assert [line for line in written if line.get("request_id") == "of the nudge"] == []
    assert CANARY not in json.dumps(written, ensure_ascii=False)
