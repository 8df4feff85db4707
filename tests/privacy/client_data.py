"""What is kept about a client, in every place: put there, looked for, and compared with the catalog."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import LiteralString
from uuid import uuid4

from psycopg import sql

from tests.foundation.accounts import WAIT_SECONDS, Account, Accounts, ClientUser, Coach, Row
from tests.foundation.db import Db
from tests.foundation.pictures import upload

NUTRITION = {"calories_target_per_day": 1700}
MONDAY = date(2026, 11, 9)

TABLES: LiteralString = """
    with recursive about (oid) as (
      select 'public.clients'::regclass::oid
      union
      select k.conrelid from pg_constraint k join about a on a.oid = k.confrelid where k.contype = 'f'
    )
    select format('%s.%s', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and c.oid <> 'public.clients'::regclass
      and (
        c.oid in (select oid from about)
        or n.nspname in ('public', 'private') and exists (
          select from pg_attribute t
          where t.attrelid = c.oid and t.attname = 'client_id' and not t.attisdropped
        )
      )
"""
"""Tables that are about a client: by a foreign key, over however many tables, or by a column of that name."""

STAYING: LiteralString = """
    with recursive going (oid) as (
      select 'public.clients'::regclass::oid
      union
      select k.conrelid from pg_constraint k join going g on g.oid = k.confrelid
      where k.contype = 'f' and k.confdeltype = 'c'
    )
    select format('%s.%s', n.nspname, c.relname) as name, c.oid from pg_class c
    join pg_namespace n on n.oid = c.relnamespace where c.oid not in (select oid from going)
"""
"""Tables whose rows do not go when a client goes."""

PLACES: LiteralString = """
    select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname in ('public', 'private', 'worker', 'storage', 'auth', 'pgmq')
"""

RECORD = {"public.audit_entries", "pgmq.q_erasures"}
"""What may still name an erased client, by its id."""


async def tables_about_a_client(stack_db: Db) -> set[str]:
    return {row["name"] for row in await stack_db.rows(TABLES)}


async def tables_that_stay(stack_db: Db) -> set[str]:
    """Tables about a client whose rows would outlive one."""
    staying = {row["name"] for row in await stack_db.rows(STAYING)}
    return staying & await tables_about_a_client(stack_db)


async def traces(stack_db: Db, *ids: str) -> dict[str, int]:
    """How many rows of each table have one of the ids somewhere in them."""
    found: dict[str, int] = {}
    for place in await stack_db.rows(PLACES):
        query = sql.SQL("select count(*) from {} t where t::text like any (%s)").format(
            sql.Identifier(place["schema"], place["name"])
        )
        cursor = await stack_db.connection.execute(query, ([f"%{one}%" for one in ids],))
        [row] = await cursor.fetchall()
        if row["count"]:
            found[f"{place['schema']}.{place['name']}"] = row["count"]
    return found


def lost(before: dict[str, int], after: dict[str, int]) -> set[str]:
    """Places with fewer rows than before. Cron and the functions add rows and archive messages meanwhile."""
    fewer = Counter[str]()
    for found, sign in ((before, 1), (after, -1)):
        for name, rows in found.items():
            fewer[name.replace("pgmq.a_", "pgmq.q_")] += sign * rows
    return {name for name, rows in fewer.items() if rows > 0}


def on_disk(home: str | Path, path: str) -> Path:
    """Where the local Storage keeps the bytes of a file: see `folder_storage.mjs`."""
    name = sha256(f"log-media\0{path}".encode()).hexdigest()
    return Path(home) / "storage" / name[:2] / name


async def ask_for_erasure(client: ClientUser, db: Db, name: str = "Anna") -> None:
    """The client has asked to be erased, and the days in which they could cancel it have passed."""
    await client.rpc("request_erasure", client_id=client.client_id, confirm_name=name)
    await db.rows(
        "update public.erasure_requests set due_at = now() - interval '1 minute' where client_id = %s",
        client.client_id,
    )


ERASE_DUE: LiteralString = "select private.erase_due_client()"
"""What the cron job runs."""


async def erase_due(db: Db, client_id: str) -> None:
    """Run the job until the client is gone: others may be due before them."""
    for _ in range(100):
        await db.rows(ERASE_DUE)
        if not await db.rows("select from public.clients where id = %s", client_id):
            return
    raise AssertionError("others are always due before this client")


async def erased(client: ClientUser, db: Db, name: str = "Anna") -> Row:
    """The client asks to be erased, and is. The entry of the record that says so."""
    await ask_for_erasure(client, db, name)
    await erase_due(db, client.client_id)
    [entry] = await client.rows("audit_entries", client_id=client.client_id, action="erased")
    return entry


async def files_gone(account: Account, client_id: str) -> Row:
    """The entry that says so. Raises `TimeoutError`."""
    deadline = monotonic() + WAIT_SECONDS
    while monotonic() < deadline:
        if entries := await account.rows("audit_entries", client_id=client_id, action="files_erased"):
            return entries[0]
        await asyncio.sleep(0.1)
    raise TimeoutError("files are still there")


async def record_for(account: Account, **equal: str) -> list[Row]:
    """The entries of the record that the account may read, oldest first."""
    return sorted(await account.rows("audit_entries", **equal), key=lambda entry: int(entry["id"]))


async def signed(account: Account, path: str, seconds: int) -> str:
    """A link to a file."""
    answer = await account.api.storage.from_("log-media").create_signed_url(path, seconds)
    return str(answer["signedURL"])


@dataclass
class ClientData:
    """A client with data in every table, and the ids of the rows."""

    coach: Coach
    client: ClientUser
    paths: list[str] = field(default_factory=list)
    log_ids: list[str] = field(default_factory=list)

    @property
    def client_id(self) -> str:
        return self.client.client_id

    @property
    def ids(self) -> list[str]:
        return [self.client_id, *self.log_ids]


async def everything_about(coach: Coach, accounts: Accounts, stack_db: Db, name: str = "Anna") -> ClientData:
    """A client with at least one row in every table, and two pictures."""
    client = await accounts.client_of(coach, name)
    client_data = ClientData(coach, client)
    await coach.plan(client.client_id, NUTRITION, start_date="2026-11-01")
    await coach.insert(
        "plans",
        client_id=client.client_id,
        type="training",
        title="Draft",
        start_date="2026-12-01",
        config_json={"workouts_per_week_target": 3},
    )
    client_data.paths = [await upload(one.api, client.client_id) for one in (client, coach)]
    for text, media in (("weight 67.5", []), ("lunch 500 kcal", [client_data.paths[0]])):
        log = await client.write(text, media_urls=media)
        await client.settled(log["id"])
        client_data.log_ids.append(log["id"])
    await stack_db.rows(
        "insert into private.media_digests (client_id, sha256, log_id) values (%s, %s, %s)"
        " on conflict do nothing",
        client.client_id,
        sha256(uuid4().bytes).hexdigest(),
        client_data.log_ids[1],
    )
    await stack_db.rows(
        "insert into public.ai_usage (client_id, day, calls) values (%s, '2026-11-20', 1)", client.client_id
    )
    await stack_db.rows(
        "with report as (insert into public.weekly_reports (client_id, week_start, status, coach_report)"
        " values (%s, %s, 'ready', 'For the coach') returning *)"
        " insert into public.sent_reports (report_id, client_id, week_start, week_end, client_report)"
        " select id, client_id, week_start, week_end, 'For the client' from report",
        client.client_id,
        MONDAY,
    )
    return client_data
