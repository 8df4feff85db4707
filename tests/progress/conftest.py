"""The reading room for tests that read logs themselves, the ledger for tests that only count."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import psycopg
import pytest
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from local.shared_stack import SharedStack
from local.stack import Stack
from tests.ai.openai_server import OpenAIServer
from tests.foundation.accounts import Account, Coach, Town
from tests.foundation.rest import rest
from tests.progress.ledger import Ledger
from tests.progress.reading.played import reader_of
from tests.progress.reading_room import ReadingRoom
from tests.progress.strangers import STRANGERS
from wellio.ai.openai import OpenAI
from wellio.progress.reading.hybrid import HybridReader
from wellio.progress.reading.model_reader import ModelReader
from wellio.progress.reading.rules_reader import RulesReader


@pytest.fixture(scope="module")
async def http(stack: SharedStack, coach: Coach) -> AsyncIterator[httpx.AsyncClient]:
    """Plain HTTP as the coach."""
    async with rest(stack, coach) as http:
        yield http


@pytest.fixture(scope="module")
async def strangers(town: Town, coach: Coach) -> dict[str, Account]:
    """One of each who must not get at what is Anna's."""
    people = await town.coach(), await town.client_of(coach, "Boris"), await town.account()
    return dict(zip(STRANGERS, people, strict=True))


@pytest.fixture
async def service(server: OpenAIServer) -> AsyncIterator[OpenAI]:
    """It takes the first answer, whatever that is."""
    service = OpenAI(server.settings(openai_max_retries=0))
    yield service
    await service.aclose()


@pytest.fixture
def model(service: OpenAI) -> ModelReader:
    """A reader by a model alone."""
    return reader_of(service)


@pytest.fixture
def hybrid(model: ModelReader) -> HybridReader:
    """The rules with that model."""
    return HybridReader(rules=RulesReader(), model=model)


@pytest.fixture(scope="session")
async def quiet_town(quiet: Stack) -> AsyncIterator[Town]:
    """Where the people of the reading room come from."""
    town = Town(quiet)
    yield town
    await town.close()


@pytest.fixture(scope="session")
async def open_room(quiet: Stack, quiet_town: Town) -> AsyncIterator[ReadingRoom]:
    coach = await quiet_town.coach()
    async with await AsyncConnection.connect(quiet.dsn, autocommit=True, row_factory=dict_row) as db:
        yield ReadingRoom(coach, "", db, quiet_town.api(quiet.secret_key))


@pytest.fixture
async def room(open_room: ReadingRoom) -> ReadingRoom:
    """The reading room with a client in UTC who has no logs yet, nothing in the queue and nothing spent."""
    await open_room.sql("select pgmq.purge_queue('log_processing'), pgmq.purge_queue('weekly_reports')")
    await open_room.sql("truncate net.http_request_queue, private.ai_account_usage")
    await open_room.sql("update private.drains set until = '-infinity'")
    client = await open_room.coach.add_client()
    return ReadingRoom(open_room.coach, client["id"], open_room.db, open_room.service)


@pytest.fixture(scope="session")
def books(stack: SharedStack) -> Iterator[psycopg.Connection]:
    with psycopg.connect(stack.dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture
def ledger(books: psycopg.Connection) -> Iterator[Ledger]:
    """A ledger in a transaction that is never committed: nobody else sees it, and it is gone afterwards."""
    with books.transaction(force_rollback=True):
        yield Ledger(books)
