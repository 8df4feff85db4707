"""The official pgmq, created as an extension as on hosted Supabase."""

from __future__ import annotations

import asyncio
from importlib.resources import files

import psycopg
import pytest

from tests.local.database import Database


@pytest.fixture
async def queue(db: Database) -> Database:
    await db.rows("select pgmq.create('jobs')")
    return db


async def test_it_is_the_version_the_package_ships(db: Database) -> None:
    shipped = (files("pgmq") / "sql" / "VERSION").read_text().strip()
    assert await db.rows(
        "select extversion, extnamespace::regnamespace::text from pg_extension where extname = 'pgmq'"
    ) == [(shipped, "pgmq")]


async def test_a_message_read_is_hidden_until_its_time_is_up(queue: Database) -> None:
    sent = await queue.value("""select pgmq.send('jobs', '{"log_id": 1}')""")
    assert await queue.rows("select msg_id, read_ct, message from pgmq.read('jobs', 1, 10)") == [
        (sent, 1, {"log_id": 1})
    ]
    assert await queue.rows("select msg_id from pgmq.read('jobs', 1, 10)") == []
    await asyncio.sleep(1.1)
    assert await queue.rows("select msg_id, read_ct from pgmq.read('jobs', 1, 10)") == [(sent, 2)]


async def test_set_vt_gives_a_message_back_or_puts_it_off(queue: Database) -> None:
    sent = await queue.value("select pgmq.send('jobs', '{}')")
    await queue.rows("select pgmq.set_vt('jobs', %s::bigint, 60)", sent)
    assert await queue.rows("select msg_id from pgmq.read('jobs', 30, 10)") == []
    await queue.rows("select pgmq.set_vt('jobs', %s::bigint, 0)", sent)
    assert await queue.rows("select msg_id from pgmq.read('jobs', 30, 10)") == [(sent,)]


async def test_archived_messages_are_kept_and_deleted_ones_are_not(queue: Database) -> None:
    ids = [row[0] for row in await queue.rows("select pgmq.send_batch('jobs', array['{}', '{}']::jsonb[])")]
    assert await queue.value("select pgmq.archive('jobs', %s::bigint)", ids[0]) is True
    assert await queue.value("select pgmq.delete('jobs', %s::bigint)", ids[1]) is True
    assert await queue.rows("select msg_id from pgmq.q_jobs") == []
    assert await queue.rows("select msg_id from pgmq.a_jobs") == [(ids[0],)]


async def test_metrics_count_what_waits(queue: Database) -> None:
    await queue.rows("select pgmq.send('jobs', '{}'), pgmq.send('jobs', '{}', 60)")
    assert await queue.rows("select queue_length, total_messages from pgmq.metrics('jobs')") == [(2, 2)]


async def test_a_queue_can_be_listed_and_dropped(queue: Database) -> None:
    assert await queue.rows("select queue_name from pgmq.list_queues()") == [("jobs",)]
    assert await queue.value("select pgmq.drop_queue('jobs')") is True
    assert await queue.rows("select queue_name from pgmq.list_queues()") == []


async def test_nobody_has_been_let_in(queue: Database) -> None:
    async with queue.acting_as("authenticated"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="schema pgmq"):
            await queue.rows("select pgmq.send('jobs', '{}')")


async def test_dropping_the_extension_drops_the_schema(db: Database) -> None:
    await db.rows("drop extension pgmq")
    await db.rows("create extension pgmq")
    await db.rows("select pgmq.create('again')")
