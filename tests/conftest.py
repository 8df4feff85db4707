"""The running project that tests share: one stack for the whole run, however many processes run the tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import pytest

from local.shared_stack import Broker, SharedStack, ask
from local.stack import Stack
from tests.actors import ClientUser, Coach, Town

FUNCTIONS_ENV = {"AI_MODE": "rules"}
PORT = "stack_broker_port"

broker = pytest.StashKey[Broker]()


class Node(Protocol):
    """A worker process, as pytest-xdist hands it to its hook."""

    config: pytest.Config
    workerinput: dict[str, object]


def make_stack(home: Path) -> Stack:
    """A stack for tests: no model is ever called, and no `.env` is read."""
    return Stack(home, functions_env=FUNCTIONS_ENV, functions_cwd=home)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.stash[broker] = Broker(make_stack)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Node) -> None:
    node.workerinput[PORT] = node.config.stash[broker].port


def pytest_unconfigure(config: pytest.Config) -> None:
    if broker in config.stash:
        config.stash[broker].close()


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest) -> SharedStack:
    """The shared stack. Tests that kill or reset something start their own `Stack` instead."""
    worker: dict[str, int] | None = getattr(request.config, "workerinput", None)
    return ask(worker[PORT]) if worker else request.config.stash[broker].get()


@pytest.fixture
async def town(stack: SharedStack) -> AsyncIterator[Town]:
    """Where a test's people come from; their connections are closed at its end."""
    town = Town(stack)
    yield town
    await town.close()


@pytest.fixture
async def coach(town: Town) -> Coach:
    """A coach with no clients yet."""
    return await town.coach()


@pytest.fixture
async def anna(town: Town, coach: Coach) -> ClientUser:
    """A client of `coach`, in UTC, with an account."""
    return await town.client_of(coach, "Anna")
