"""The functions as the framework serves them in the cloud: whatever they print is JSON, line by line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.foundation.signatures import BODY, signed
from wellio_local.project import FUNCTIONS
from wellio_local.stack.postgres import free_port
from wellio_local.stack.processes import Nursery, wait_until

SECRET = "whsec_" + "c2VjcmV0IG9mIHRoZXNlIHRlc3RzLCBsb25nIGVub3VnaA=="


@pytest.mark.slow(reason="starts the functions as a program")
def test_all_that_the_served_functions_print_is_json(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "functions.log"
    url, trace = f"http://127.0.0.1:{port}", uuid4().hex
    env = {
        "PATH": os.environ["PATH"],
        "FUNCTION_USE_ASGI": "true",
        "SUPABASE_URL": "http://127.0.0.1:9",
        "SUPABASE_SECRET_KEY": "sb_secret_x",
        "WEBHOOK_SECRET": SECRET,
        "AI_MODE": "rules",
        "GOOGLE_CLOUD_PROJECT": "some-project",
    }
    with Nursery() as nursery:
        child = nursery.start(
            "functions",
            served(port),
            log=log,
            env=env,
            cwd=tmp_path,
        )
        wait_until(lambda: answers(url), timeout=30, child=child)
        assert httpx.post(url, content=b"zanzibar").status_code == 401
        headers = signed(SECRET) | {"x-cloud-trace-context": f"{trace}/1;o=1"}
        assert httpx.post(url, content=BODY, headers=headers, timeout=30).status_code == 503
        assert httpx.post(f"{url}/%00", content=b"zanzibar").status_code in (401, 404)
    written = log.read_text()
    lines = [json.loads(line) for line in written.splitlines()]
    assert {"severity", "message", "time"} <= set.intersection(*(set(line) for line in lines))
    traced = f"projects/some-project/traces/{trace}"
    [woken, unreachable] = [line for line in lines if line.get("logging.googleapis.com/trace") == traced]
    assert woken["severity"] == "INFO"
    assert (unreachable["severity"], "claim_when_woken" in unreachable["message"]) == ("ERROR", True)
    assert "zanzibar" not in written


def served(port: int) -> list[str]:
    """The command that Cloud Functions runs."""
    program = Path(sys.executable).with_name("functions-framework")
    source = str(FUNCTIONS / "main.py")
    where = ["--host", "127.0.0.1", "--port", str(port)]
    return [str(program), "--target", "process_logs", "--source", source, *where]


def answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 405
    except httpx.HTTPError:
        return False


@pytest.mark.slow(reason="starts the functions as a program")
def test_a_wrong_deploy_ends_at_once(tmp_path: Path) -> None:
    ended = subprocess.run(
        served(free_port()),
        env={"PATH": os.environ["PATH"], "FUNCTION_USE_ASGI": "true"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode != 0
    assert "Set SUPABASE_URL, SUPABASE_SECRET_KEY, WEBHOOK_SECRET" in ended.stderr
