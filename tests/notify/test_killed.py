"""A worker killed at any point loses nothing. It doubles a letter only between the receiver's yes and our record."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing
from uuid import uuid4

import httpx
import pytest
from psycopg.types.json import Jsonb

from tests.foundation.db import PERSON, newcomer
from tests.foundation.sync_db import SyncDb
from wellio_local.project import ROOT
from wellio_local.stack.stack import Stack

COUNT = 5
"""Letters, of which one is under way when the worker dies."""


def work(stack: Stack, point: str) -> int:
    """Run a worker that dies at a point. Return its exit code."""
    env = {
        **os.environ,
        **stack.channel_settings(),
        "SUPABASE_URL": stack.api_url,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "WEBHOOK_SECRET": stack.webhook_secret,
        "DRAIN_BATCH": "1",
    }
    command = [sys.executable, "-m", "tests.notify.dying_worker", point]
    return subprocess.run(command, cwd=ROOT, env=env, check=False, timeout=60).returncode


@pytest.mark.slow(reason="starts processes that are killed, on a stack of its own")
@pytest.mark.parametrize(("point", "doubled"), [("claimed", 0), ("sent", 1), ("recorded", 0)])
def test_a_killed_worker_loses_no_letter(quiet: Stack, point: str, doubled: int) -> None:
    db = SyncDb(quiet.dsn)
    with closing(db.connection):
        _try(quiet, db, point, doubled)


def _try(quiet: Stack, db: SyncDb, point: str, doubled: int) -> None:
    people = {}
    for _ in range(COUNT):
        user_id, address, claims = newcomer()
        people[str(db.value(PERSON, user_id, address, claims))] = address
    db.rows("update auth.users set email_confirmed_at = now() where id = any (%s::uuid[])", list(people))
    cause = uuid4().hex
    db.rows(
        "select private.notify_all(%s::uuid[], 'log_needs_review', %s, %s)",
        list(people),
        Jsonb({"count": 1}),
        cause,
    )

    assert work(quiet, point) == -signal.SIGKILL
    db.rows("select pgmq.set_vt('deliveries', msg_id, 0) from pgmq.q_deliveries")  # the lease runs out
    assert work(quiet, "never") == 0

    letters = Counter[str]()
    with httpx.Client(base_url=quiet.mail_url) as http:
        for address in people.values():
            found = http.get("/letters.json", params={"to": address}).json()
            assert len({letter["headers"]["message-id"] for letter in found}) == 1
            letters[address] = len(found)
    assert letters.keys() == set(people.values())
    assert sum(letters.values()) == COUNT + doubled
    states = db.rows(
        "select distinct state::text from public.notification_deliveries where user_id = any (%s::uuid[])",
        list(people),
    )
    assert states == [("sent",)]
    assert db.value("select count(*) from pgmq.q_deliveries") == 0
