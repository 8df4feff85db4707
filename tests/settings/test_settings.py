"""A wrong deploy says what is missing, before the first log."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from wellio.settings import MissingSettings, Settings, check_deployed

COMPLETE = Settings(
    supabase_url="http://127.0.0.1:1",
    supabase_secret_key=SecretStr("sb_secret_x"),
    webhook_secret=SecretStr("whsec_x"),
)


def test_complete_settings_pass() -> None:
    check_deployed(COMPLETE)


@pytest.mark.parametrize("name", ["supabase_url", "supabase_secret_key", "webhook_secret"])
def test_what_is_missing_is_named(name: str) -> None:
    empty: str | SecretStr = "" if name == "supabase_url" else SecretStr("")
    with pytest.raises(MissingSettings, match=name.upper()):
        check_deployed(COMPLETE.model_copy(update={name: empty}))


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
    chosen = Settings.model_validate({"openai_api_key": key, "ai_mode": mode})
    assert chosen.mode == expected
