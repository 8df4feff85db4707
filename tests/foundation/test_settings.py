"""A wrong deploy says what is missing, before the first log."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from wellio.ai.settings import AISettings
from wellio.foundation.settings import MissingSettings, Settings, check_deployed
from wellio.queue.settings import QueueSettings

COMPLETE = Settings(
    supabase_url="http://127.0.0.1:1",
    supabase_secret_key=SecretStr("sb_secret_x"),
    webhook_secret=SecretStr("whsec_" + b64encode(b"k" * 32).decode()),
)


@pytest.mark.parametrize(
    ("name", "value"),
    [("AI_MODE", "hybird"), ("AI_MODE", "openai"), ("DRAIN_BATCH", "many"), ("LEASE_SECONDS", "1")],
)
def test_a_setting_that_cannot_be_used_fails_at_start(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)  # no `.env` is read
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(MissingSettings, match=name):
        check_deployed(COMPLETE)


def test_complete_settings_pass() -> None:
    check_deployed(COMPLETE)


@pytest.mark.parametrize("name", ["supabase_url", "supabase_secret_key", "webhook_secret"])
def test_what_is_missing_is_named(name: str) -> None:
    empty: str | SecretStr = "" if name == "supabase_url" else SecretStr("")
    with pytest.raises(MissingSettings, match=name.upper()):
        check_deployed(COMPLETE.model_copy(update={name: empty}))


@pytest.mark.parametrize(
    "secret",
    [
        "whsec_",
        "whsec_not base64 at all, but long enough to be a key",
        "whsec_" + b64encode(b"k" * 23).decode(),
        "whsec_" + b64encode(b"k" * 65).decode(),
        "whsec_" + b64encode(b"k" * 32).decode().rstrip("="),
        "v1," + b64encode(b"k" * 32).decode(),
    ],
    ids=["empty", "not base64", "short", "long", "cut off", "something else"],
)
def test_a_webhook_secret_that_nobody_can_sign_with_is_told_at_start(secret: str) -> None:
    with pytest.raises(MissingSettings, match="WEBHOOK_SECRET") as caught:
        check_deployed(COMPLETE.model_copy(update={"webhook_secret": SecretStr(secret)}))
    assert secret.removeprefix("whsec_") not in str(caught.value) or secret == "whsec_"


@pytest.mark.parametrize("size", [24, 64])
def test_a_webhook_secret_has_24_to_64_bytes(size: int) -> None:
    secret = SecretStr("whsec_" + b64encode(b"k" * size).decode())
    check_deployed(COMPLETE.model_copy(update={"webhook_secret": secret}))


def test_a_malformed_setting_is_named_without_its_value() -> None:
    with pytest.raises(ValidationError, match="lease_seconds") as caught:
        QueueSettings.model_validate({"lease_seconds": "sk-pasted-into-the-wrong-line"})
    assert "pasted" not in str(caught.value)


@pytest.mark.parametrize(
    ("key", "mode", "expected"),
    [
        (None, None, "rules"),
        ("sk-x", None, "hybrid"),
        ("sk-x", "rules", "rules"),
        ("sk-x", "openai", "openai"),
    ],
)
def test_a_key_is_all_it_takes_to_have_a_model(key: str | None, mode: str | None, expected: str) -> None:
    chosen = AISettings.model_validate({"openai_api_key": key, "ai_mode": mode})
    assert chosen.mode == expected
