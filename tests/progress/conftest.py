"""The worker stack for tests that read logs themselves, the database for tests that only count."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import psycopg
import pytest
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from tests.foundation.accounts import Account, Accounts, Coach
from tests.foundation.openai_server import OpenAIServer
from tests.foundation.rest import rest
from tests.progress.pair import Pair
from tests.progress.progress_db import ProgressDb
from tests.progress.reading.played import reader_of
from tests.progress.strangers import STRANGERS
from tests.progress.worker_stack import WorkerStack
from wellio.ai.openai import OpenAI
from wellio.progress.reading.hybrid import HybridReader
from wellio.progress.reading.model_reader import ModelReader
from wellio.progress.reading.rules_reader import RulesReader
from wellio_local.stack.shared import SharedStack
from wellio_local.stack.stack import Stack


@pytest.fixture(scope="module")
async def http(stack: SharedStack, coach: Coach) -> AsyncIterator[httpx.AsyncClient]:
    """Plain HTTP as the coach."""
    async with rest(stack, coach) as http:
        yield http


@pytest.fixture(scope="module")
async def strangers(accounts: Accounts, coach: Coach) -> dict[str, Account]:
    """One of each who must not get at what is Anna's."""
    people = await accounts.coach(), await accounts.client_of(coach, "Boris"), await accounts.account()
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
async def quiet_accounts(quiet: Stack) -> AsyncIterator[Accounts]:
    """Creates the accounts of the worker stack."""
    accounts = Accounts(quiet)
    yield accounts
    await accounts.close()


@pytest.fixture(scope="session")
async def session_worker_stack(quiet: Stack, quiet_accounts: Accounts) -> AsyncIterator[WorkerStack]:
    coach = await quiet_accounts.coach()
    async with await AsyncConnection.connect(quiet.dsn, autocommit=True, row_factory=dict_row) as db:
        yield WorkerStack(coach, "", db, quiet_accounts.api(quiet.secret_key))


@pytest.fixture
async def worker_stack(session_worker_stack: WorkerStack) -> WorkerStack:
    """A worker stack with a client in UTC who has no logs yet, empty queues and unspent budgets."""
    await session_worker_stack.sql("select pgmq.purge_queue(queue_name) from pgmq.list_queues()")
    await session_worker_stack.sql("truncate net.http_request_queue, private.ai_account_usage")
    await session_worker_stack.sql("update private.queues set drained_until = '-infinity'")
    client = await session_worker_stack.coach.add_client()
    return WorkerStack(
        session_worker_stack.coach, client["id"], session_worker_stack.db, session_worker_stack.service
    )


@pytest.fixture
def db(connection: psycopg.Connection) -> Iterator[ProgressDb]:
    """The database in a transaction that is rolled back: nobody else sees what a test writes."""
    with connection.transaction(force_rollback=True):
        yield ProgressDb(connection)


@pytest.fixture
def pair(db: ProgressDb) -> Pair:
    coach, user = db.coach(), db.coach()
    db.rows("update public.profiles set full_name = 'Nina' where id = %s", coach)
    client = db.client(coach=coach)
    db.rows("update public.clients set user_id = %s where id = %s", user, client)
    return Pair(db, coach, user, client)
