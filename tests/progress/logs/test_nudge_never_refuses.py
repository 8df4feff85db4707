"""Nothing depends on a nudge: a deploy with a wrong address or secret still takes what people write."""

from __future__ import annotations

import pytest

from tests.progress.progress_db import ProgressDb


@pytest.mark.parametrize(
    ("name", "value"), [("webhook_secret", "not base64 at all!"), ("functions_url", "no scheme")]
)
def test_a_log_is_taken_although_the_nudge_cannot_be_sent(db: ProgressDb, name: str, value: str) -> None:
    db.rows("delete from vault.secrets where name in ('webhook_secret', 'functions_url')")
    good = {"webhook_secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "functions_url": "http://127.0.0.1:9"}
    for key, secret in (good | {name: value}).items():
        db.rows("select vault.create_secret(%s, %s)", secret, key)
    client = db.client()
    queued = db.value("select count(*) from pgmq.q_logs")
    db.rows("insert into public.logs (client_id, raw_text) values (%s, 'weight 67.5')", client)
    assert db.value("select count(*) from pgmq.q_logs") == queued + 1
