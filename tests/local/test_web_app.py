"""The web app as a part of the stack: built once, served where it can find the project."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from wellio_local.project import WEB
from wellio_local.services import web_app
from wellio_local.stack import instance
from wellio_local.stack.stack import Stack


@pytest.mark.slow(reason="builds the app")
def test_it_is_built_once_until_a_source_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    web_app.build()
    assert web_app.is_built()
    assert web_app.build() is False
    monkeypatch.setattr(web_app, "SOURCES", (*web_app.SOURCES, "README.md"))
    assert not web_app.is_built()


def test_tests_of_the_app_are_no_sources_of_it() -> None:
    files = list(web_app._files())
    assert WEB / "src" / "main.tsx" in files
    assert not [file for file in files if ".test." in file.name]


@pytest.mark.stack
def test_the_stack_serves_it_beside_the_api() -> None:
    with instance.temporary("web") as home:
        nothing: Path = home / "none.py"
        with Stack(home, migrate=False, background=False, functions_source=nothing, web=True) as stack:
            page = httpx.get(f"{stack.web_url}/clients")
            config = httpx.get(f"{stack.web_url}/config.json").json()
            assert (page.status_code, '<div id="root">' in page.text) == (200, True)
            assert config.keys() == {"apiUrl", "publishableKey", "pushKey", "smsFrom"}
            assert (config["apiUrl"], config["publishableKey"]) == (stack.api_url, stack.publishable_key)
            stack.destroy()
