"""The running project that tests share: one stack for the whole run, however many processes run the tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from time import monotonic
from typing import Protocol

import psycopg
import pytest

from tests.foundation import fault_table, levels
from tests.foundation.accounts import Accounts, ClientUser, Coach
from tests.foundation.db import Db, opened
from tests.foundation.log_lines import lines as lines
from tests.foundation.loopback import loopback_only
from tests.foundation.openai_server import OpenAIServer
from tests.foundation.stack import make_stack
from wellio_local.stack import instance
from wellio_local.stack.shared import Broker, SharedStack, ask
from wellio_local.stack.stack import Stack

PORT = "stack_broker_port"
broker = pytest.StashKey[Broker]()
started = pytest.StashKey[float]()


class Node(Protocol):
    """A worker process, as pytest-xdist hands it to its hook."""

    config: pytest.Config
    workerinput: dict[str, object]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[started] = monotonic()
    if not hasattr(config, "workerinput"):
        config.stash[broker] = Broker(make_stack)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Node) -> None:
    node.workerinput[PORT] = node.config.stash[broker].port


def pytest_unconfigure(config: pytest.Config) -> None:
    if broker in config.stash:
        config.stash[broker].close()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before `-m` selects."""
    levels.mark(items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Here, because only the process that owns the run has a terminal."""
    reports = [report for group in terminalreporter.stats.values() for report in group]
    timed = [report for report in reports if isinstance(report, pytest.TestReport)]
    terminalreporter.section("seconds per folder")
    for line in levels.seconds_by_folder(timed):
        terminalreporter.line(line)
    if slow := levels.slow_without_reason(timed):
        terminalreporter.section(f"over {levels.SLOW_SECONDS:.0f} s without @pytest.mark.slow(reason=...)")
        for line in slow:
            terminalreporter.line(line)
    if _seconds(config) > levels.RUN_SECONDS:
        terminalreporter.line(f"The run took longer than {levels.RUN_SECONDS / 60:.0f} minutes.", red=True)
    if rows := fault_table.rows_of(reports):
        terminalreporter.section("faults")
        for line in fault_table.lines_of(rows):
            terminalreporter.line(line)


@pytest.fixture(autouse=True, scope="session")
def nobody_calls_out() -> Iterator[None]:
    with loopback_only():
        yield


def _shared_stack(config: pytest.Config) -> SharedStack:
    worker: dict[str, int] | None = getattr(config, "workerinput", None)
    return ask(worker[PORT]) if worker else config.stash[broker].get()


def _seconds(config: pytest.Config) -> float:
    return monotonic() - config.stash[started]


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest) -> SharedStack:
    """The shared stack. Tests that kill or reset something start their own `Stack` instead."""
    return _shared_stack(request.config)


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest) -> str:
    """The database of the shared stack, for tests that use nothing else of it."""
    return _shared_stack(request.config).dsn


@pytest.fixture(scope="session")
def connection(database_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


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
async def accounts(stack: SharedStack) -> AsyncIterator[Accounts]:
    """Creates the accounts of a module; their connections are closed at its end."""
    accounts = Accounts(stack)
    yield accounts
    await accounts.close()


@pytest.fixture(scope="module")
async def coach(accounts: Accounts) -> Coach:
    """The coach of a module. A test that needs a client without a past adds one."""
    return await accounts.coach()


@pytest.fixture(scope="module")
async def anna(accounts: Accounts, coach: Coach) -> ClientUser:
    """A client of `coach`, in UTC, with an account."""
    return await accounts.client_of(coach, "Anna")


@pytest.fixture
async def client_id(coach: Coach) -> str:
    """A new client of `coach`, without an account."""
    return str((await coach.add_client())["id"])


@pytest.fixture(scope="module")
async def stack_db(stack: SharedStack) -> AsyncIterator[Db]:
    """The database of the shared stack, as its superuser: to write what only the system may write."""
    async with opened(stack.dsn) as stack_db:
        yield stack_db


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Db]:
    """The database in a transaction that is rolled back: nobody else sees what a test writes."""
    async with opened(database_url) as db, db.undone():
        yield db
