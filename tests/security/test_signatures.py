"""The database signs as Standard Webhooks has it, byte for byte."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb
from standardwebhooks import Webhook

from tests.foundation.sync_db import SyncDb
from wellio_local.stack.shared import SharedStack

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
SECRETS = st.binary(min_size=24, max_size=64).map(lambda key: "whsec_" + base64.b64encode(key).decode())
IDS = st.from_regex(r"\A[A-Za-z0-9_-]{1,60}\Z")
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001

SIGN = "select private.sign_webhook(%s, %s, %s, %s)"


def unix(at: datetime) -> int:
    return int(at.replace(tzinfo=UTC).timestamp())


@settings(max_examples=100, deadline=None)
@given(webhook_id=IDS, at=MOMENTS, body=TEXT, secret=SECRETS)
def test_the_database_and_the_library_sign_alike(
    db: SyncDb, webhook_id: str, at: datetime, body: str, secret: str
) -> None:
    assert db.value(SIGN, webhook_id, unix(at), body, secret) == Webhook(secret).sign(webhook_id, at, body)


@settings(max_examples=100, deadline=None)
@given(webhook_id=IDS, body=TEXT, secret=SECRETS)
def test_the_library_accepts_what_the_database_signs(
    db: SyncDb, webhook_id: str, body: str, secret: str
) -> None:
    now = unix(datetime.now(UTC))
    headers = {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(now),
        "webhook-signature": db.value(SIGN, webhook_id, now, body, secret),
    }
    Webhook(secret).verify(body.encode(), headers, json_parse=False)


@settings(max_examples=100, deadline=None)
@given(body=JSON)
def test_a_nudge_is_signed_over_exactly_what_is_sent(db: SyncDb, stack: SharedStack, body: object) -> None:
    with db.connection.transaction(force_rollback=True):
        # In two statements: a statement does not see the request that it queues itself.
        request = db.value("select private.nudge('nowhere', %s)", Jsonb({"record": body}))
        [(headers, sent)] = db.rows(
            "select headers, convert_from(body, 'utf8') from net.http_request_queue where id = %s", request
        )
    Webhook(stack.webhook_secret).verify(sent, headers, json_parse=False)
    assert Webhook(stack.webhook_secret).verify(sent, headers) == {"record": body}


def test_a_nudge_carries_nothing_but_its_signature(db: SyncDb) -> None:
    with db.connection.transaction(force_rollback=True):
        request = db.value("select private.nudge('nowhere', '{}')")
        [(headers,)] = db.rows("select headers from net.http_request_queue where id = %s", request)
    assert {name.lower() for name in headers} == {
        "content-type",
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
    }
