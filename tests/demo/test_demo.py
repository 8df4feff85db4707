"""The demo, run as anybody would run it, and the data it replays."""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from wellio.progress.logs.media import media_type
from wellio_demo.__main__ import INTERRUPTED
from wellio_demo.people import Client, people
from wellio_demo.progress.lines import FIRST_DAY, Line, lines_of, photo, weeks_of
from wellio_demo.progress.replay import Replayed, write
from wellio_demo.progress.summary import Outcome
from wellio_demo.scene import ClientAccount
from wellio_local.project import ROOT
from wellio_local.stack import instance
from wellio_local.stack.stack import Stack

DEMO = [sys.executable, "-m", "wellio_demo"]
SECONDS = 240.0
WEEKS = 4

PEOPLE = people()
ids = [client.key for client in PEOPLE.clients]
each_client = pytest.mark.parametrize("client", PEOPLE.clients, ids=ids)
each_day = pytest.mark.parametrize("weekday", range(7))


async def demo(*arguments: str) -> asyncio.subprocess.Process:
    """Without a terminal, without a key."""
    return await asyncio.create_subprocess_exec(
        *DEMO, *arguments,
        cwd=ROOT, env=os.environ | {"AI_MODE": "rules"},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def row_of(output: str, first: str) -> list[int]:
    """The numbers of the first table row that begins with `first`."""
    [cells] = [line.strip("│ ").split("│") for line in output.splitlines() if line.startswith(f"│ {first} ")][
        :1
    ]
    return [int(cell) for cell in cells[1:]]


@pytest.mark.slow(reason="runs the whole demo")
@pytest.mark.stack
async def test_every_line_is_read_and_every_week_has_a_report() -> None:
    process = await demo("--once")
    async with asyncio.timeout(SECONDS):
        output = (await process.communicate())[0].decode()
    assert process.returncode == 0, output
    lines = {client.name: len(lines_of(client)) for client in PEOPLE.clients}
    for name, number in lines.items():
        *by_status, total = row_of(output, name)
        assert (sum(by_status), total) == (number, number), output
    *by_status, total = row_of(output, "all")
    assert (sum(by_status), total) == (sum(lines.values()),) * 2, output
    reports = WEEKS * len(lines)
    assert re.search(rf"Weekly reports\s+\S+\s+{reports}/{reports}\s", output), output
    for kind in ("weight", "nutrition", "workout", "steps", "sleep", "checkin_mood", "note"):
        *by_status, total = row_of(output, kind)
        assert sum(by_status) == total > 0, output
    assert "for the coach" in output and "for the client" in output
    assert "\x1b" not in output and "\r" not in output, "no control characters without a terminal"


@pytest.mark.slow(reason="starts the demo")
@pytest.mark.stack
async def test_a_signal_in_the_middle_ends_all_of_it() -> None:
    name = secrets.token_hex(4)
    home = instance.home_of(f"demo-{name}")
    process = await demo("--instance", name)
    state = None
    try:
        async with asyncio.timeout(SECONDS):
            while process.returncode is None and not state:
                await asyncio.sleep(0.2)
                state = instance.read(home)
            assert state, (await process.communicate())[0].decode()
            process.send_signal(signal.SIGTERM)
            output = (await process.communicate())[0].decode()
        assert process.returncode == INTERRUPTED
        assert "Traceback" not in output
        assert not instance.is_held(home)
        for url in (state.api_url, state.functions_url, state.dsn):
            address = urlsplit(url)
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((address.hostname, address.port), timeout=5)
    finally:
        Stack(home).destroy()


class LosesAnswers(httpx.AsyncBaseTransport):
    """Delivers requests and loses the first answers."""

    def __init__(self, inner: httpx.AsyncBaseTransport, number: int) -> None:
        self._inner = inner
        self._left = number

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        if self._left:
            self._left -= 1
            await response.aread()
            raise httpx.ReadError("the answer was lost")
        return response


async def test_a_log_whose_answer_is_lost_is_sent_again_and_there_once(
    anna: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = anna.api.postgrest.session
    monkeypatch.setattr(session, "_transport", LosesAnswers(session._transport, 1))
    line = Line.model_validate({"day": -1, "time": "08:00", "text": "7,430 steps"})
    who = PEOPLE.clients[0]
    await write(ClientAccount(who, anna.api, anna.client_id), line, datetime.now(UTC))
    assert [log["raw_text"] for log in await anna.rows("logs")] == ["7,430 steps"]


WEEK = ("client", date(2026, 11, 9))
READ = {"ai_status": "processed", "ai_error": None}
REPORT: dict[str, Any] = {
    "client_id": WEEK[0],
    "week_start": str(WEEK[1]),
    "status": "ready",
    "coach_report": "For the coach",
    "client_report": "For the client",
}


@pytest.mark.parametrize(
    ("logs", "reports", "problems"),
    [
        ([READ, READ | {"ai_status": "needs_review"}], [REPORT], []),
        ([READ], [REPORT], ["2 logs written, 1 there"]),
        ([READ] * 3, [REPORT], ["2 logs written, 3 there"]),
        ([READ, READ | {"ai_status": "pending"}], [REPORT], ["1 logs unprocessed"]),
        (
            [READ, {"ai_status": "failed", "ai_error": "timeout"}],
            [REPORT],
            ["1 logs unprocessed (timeout: 1)"],
        ),
        ([READ, READ], [], ["1 weekly reports missing"]),
        ([READ, READ], [REPORT | {"status": "failed"}], ["1 weekly reports missing"]),
        ([READ, READ], [REPORT | {"client_report": None}], ["1 weekly reports missing"]),
    ],
)
def test_what_is_lost_unread_or_missing_is_a_problem(
    logs: list[Any], reports: list[Any], problems: list[str]
) -> None:
    outcome = Outcome(logs=logs, events=[], overview=[], reports=reports)
    assert outcome.problems(Replayed(logs=2, weeks={WEEK})) == problems


@each_client
def test_the_lines_are_four_weeks_in_order(client: Client) -> None:
    lines = lines_of(client)
    assert 80 <= len(lines) <= 110
    assert {lines[0].day, lines[-1].day} == {FIRST_DAY, -1}
    moments = [(line.day, line.time) for line in lines]
    assert moments == sorted(set(moments))


@each_client
def test_the_texts_are_in_the_languages_of_the_client(client: Client) -> None:
    russian = sum(bool(re.search("[а-яё]", line.text, re.IGNORECASE)) for line in lines_of(client))
    share = russian / len(lines_of(client))
    wanted = {"anna": (0.95, 1), "mark": (0, 0), "daria": (0.1, 0.5)}
    low, high = wanted[client.key]
    assert low <= share <= high


def test_pictures_are_real_and_small() -> None:
    names = {line.photo for client in PEOPLE.clients for line in lines_of(client) if line.photo}
    assert names
    for name in names:
        data = photo(name).read_bytes()
        assert media_type(data) == "image/png"
        assert len(data) < 10_000


@each_client
@each_day
def test_the_four_completed_weeks_hold_lines_whatever_day_it_is(client: Client, weekday: int) -> None:
    now = datetime(2026, 3, 2, 0, 30, tzinfo=UTC) + timedelta(days=weekday)
    weeks, today = weeks_of(client, now), client.today(now)
    assert len(weeks) == WEEKS
    assert weeks[-1] + timedelta(days=7) <= today < weeks[-1] + timedelta(days=14)
    written = {line.written_on(today) for line in lines_of(client)}
    for monday in weeks:
        assert written & {monday + timedelta(days=day) for day in range(7)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{on:-3} забыла записать", "в понедельник забыла записать"),
        ("{on:-2} I also ran", "on Tuesday I also ran"),
        ("вес 67", "вес 67"),
    ],
)
def test_weekdays_are_counted_from_the_day_of_the_line(text: str, words: str) -> None:
    line = Line.model_validate({"day": -1, "time": "08:00", "text": text})
    assert line.words(today=date(2026, 11, 20)) == words
