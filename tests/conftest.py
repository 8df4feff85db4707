"""The running project that tests share: one stack for the whole run, however many processes run the tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from local import instance
from local.shared_stack import Broker, SharedStack, ask
from local.stack import Stack
from tests.ai.openai_server import OpenAIServer
from tests.faults import table as faults
from tests.foundation.accounts import ClientUser, Coach, Town
from tests.foundation.db import Records, opened
from tests.foundation.loopback import loopback_only

FUNCTIONS_ENV = {"AI_MODE": "rules"}
SETTINGS = {"logs_per_minute": 1_000_000}
"""Tests write faster than people. Those of the limit give one person a limit of their own."""
PORT = "stack_broker_port"
CRON_SPEED = 10.0
"""A nudge that is lost on a busy machine is made up for within seconds."""

broker = pytest.StashKey[Broker]()


class Node(Protocol):
    """A worker process, as pytest-xdist hands it to its hook."""

    config: pytest.Config
    workerinput: dict[str, object]


def make_stack(home: Path, *, background: bool = True) -> Stack:
    """A stack for tests: no model is ever called, and no `.env` is read."""
    return Stack(
        home,
        functions_env=FUNCTIONS_ENV,
        settings=SETTINGS,
        functions_cwd=home,
        background=background,
        cron_speed=CRON_SPEED,
    )


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.stash[broker] = Broker(make_stack)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Node) -> None:
    node.workerinput[PORT] = node.config.stash[broker].port


def pytest_unconfigure(config: pytest.Config) -> None:
    if broker in config.stash:
        config.stash[broker].close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Here, because only the process that owns the run has a terminal."""
    reports = [report for group in terminalreporter.stats.values() for report in group]
    if rows := faults.rows_of(reports):
        terminalreporter.section("faults")
        for line in faults.lines_of(rows):
            terminalreporter.line(line)


@pytest.fixture(autouse=True, scope="session")
def nobody_calls_out() -> Iterator[None]:
    with loopback_only():
        yield


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest) -> SharedStack:
    """The shared stack. Tests that kill or reset something start their own `Stack` instead."""
    worker: dict[str, int] | None = getattr(request.config, "workerinput", None)
    return ask(worker[PORT]) if worker else request.config.stash[broker].get()


@pytest.fixture(scope="session")
def quiet() -> Iterator[Stack]:
    """A stack for one process alone: no nudge is ever sent, so work waits until a test claims it."""
    with instance.temporary("quiet") as home, make_stack(home, background=False) as stack:
        yield stack
        stack.destroy()


@pytest.fixture(scope="module")
def server() -> Iterator[OpenAIServer]:
    """OpenAI's API, as far as its SDK can tell."""
    with OpenAIServer() as running:
        yield running


@pytest.fixture(scope="module")
async def town(stack: SharedStack) -> AsyncIterator[Town]:
    """Where a module's people come from; their connections are closed at its end."""
    town = Town(stack)
    yield town
    await town.close()


@pytest.fixture(scope="module")
async def coach(town: Town) -> Coach:
    """The coach of a module. A test that needs a client without a past adds one."""
    return await town.coach()


@pytest.fixture(scope="module")
async def anna(town: Town, coach: Coach) -> ClientUser:
    """A client of `coach`, in UTC, with an account."""
    return await town.client_of(coach, "Anna")


@pytest.fixture
async def client_id(coach: Coach) -> str:
    """A new client of `coach`, without an account."""
    return str((await coach.add_client())["id"])


@pytest.fixture(scope="module")
async def records(stack: SharedStack) -> AsyncIterator[Records]:
    """What only the system may write, behind the API's back."""
    async with opened(stack.dsn) as records:
        yield records
