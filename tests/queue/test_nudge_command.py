"""`python -m wellio nudge`: the functions can be woken where the database cannot call them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.foundation.signatures import OTHER_SECRET
from wellio.__main__ import main
from wellio.foundation.settings import settings
from wellio.operations import nudge
from wellio_local.stack.postgres import free_port
from wellio_local.stack.shared import SharedStack


@pytest.fixture(autouse=True)
def secret(stack: SharedStack, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("WEBHOOK_SECRET", stack.webhook_secret)
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_the_functions_take_it_for_a_call_of_the_database(
    stack: SharedStack, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["nudge", "--functions", stack.functions_url]) == 0
    assert capsys.readouterr().err == ""


def test_with_another_secret_nobody_is_woken(
    stack: SharedStack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WEBHOOK_SECRET", OTHER_SECRET)
    settings.cache_clear()
    monkeypatch.setattr(nudge, "PATIENCE", 60)  # a refusal that takes longer counts as woken
    assert main(["nudge", "--functions", stack.functions_url]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "nudge: deliver: 401",
        "nudge: process_logs: 401",
        "nudge: process_log_pictures: 401",
        "nudge: weekly_reports: 401",
        "nudge: payment_tasks: 401",
        "nudge: check_attachments: 401",
        "nudge: erasures: 401",
    ]


def test_where_nobody_answers_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nudge", "--functions", f"http://127.0.0.1:{free_port()}"]) == 2
    assert "process_logs: ConnectError" in capsys.readouterr().err


def test_without_a_secret_nothing_is_sent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("WEBHOOK_SECRET")
    settings.cache_clear()
    assert main(["nudge", "--functions", "http://127.0.0.1:1"]) == 2
    assert "WEBHOOK_SECRET" in capsys.readouterr().err
