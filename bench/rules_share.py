"""Rules against model calls: the share of the demo's logs that cost no call, and how fast the rules are.

The demo's logs, with their picture, are read by the hybrid that a deploy with a key has: rules first, then
OpenAI's SDK against a local server, at which the calls are counted. Speed is lines a second of one
processor's time.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from statistics import median

from bench.figure import Figure
from tests.foundation.openai_server import OpenAIServer
from tests.progress.reading.played import read
from wellio.ai.openai import opened_openai
from wellio.progress.reading.formats import Image, LogInput
from wellio.progress.reading.readers import log_reader
from wellio.progress.reading.rules_reader import RulesReader
from wellio.progress.settings import progress_settings
from wellio_demo.people import people
from wellio_demo.progress.lines import Line, lines_of, photo

ROUNDS = 5


async def measure() -> list[Figure]:
    """One figure."""
    logs = demo_logs(datetime.now(UTC))
    with OpenAIServer() as model:
        model.play(read())
        async with opened_openai(model.settings()) as service:
            hybrid = log_reader("hybrid", service, progress_settings())
            asked = 0
            for log in logs:
                before = len(model.requests)
                await hybrid.read(log)
                asked += len(model.requests) > before
    rules = RulesReader()
    rates = [await _lines_a_second(rules, logs) for _ in range(ROUNDS)]
    return [
        Figure(
            "rules_share",
            "share of the demo's logs that needed no model call",
            1 - asked / len(logs),
            ">=",
            0.85,
            {"logs": len(logs), "asked_the_model": asked, "rules_lines_per_s": median(rates)},
        )
    ]


def demo_logs(now: datetime) -> list[LogInput]:
    """What the demo's clients write, as the pipeline hands it to a reader."""
    logs = []
    for who in people().clients:
        today = who.today(now)
        for line in lines_of(who):
            day, images = line.written_on(today), _images(line)
            logs.append(LogInput(text=line.words(today), today=day, locale=who.locale, images=images))
    return logs


def _images(line: Line) -> tuple[Image, ...]:
    if line.photo is None:
        return ()
    return (Image(media_type="image/png", data=photo(line.photo).read_bytes()),)


async def _lines_a_second(rules: RulesReader, logs: list[LogInput]) -> float:
    began = time.process_time()
    for log in logs:
        await rules.read(log)
    return len(logs) / (time.process_time() - began)
