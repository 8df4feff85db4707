"""The stack starts, stops, survives crashes and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from wellio_local.stack import instance
from wellio_local.stack.binaries import SetupError
from wellio_local.stack.instance import AlreadyRunningError
from wellio_local.stack.processes import Child, wait_until
from wellio_local.stack.shared import SharedStack
from wellio_local.stack.stack import DEATHS, Stack

PARTS = ("postgres_pid", "gateway_pid", "background_pid")

START_AND_WAIT = """
import json, signal, sys, time
from dataclasses import asdict
from pathlib import Path
from wellio_local.stack.shared import SharedStack
from wellio_local.stack.stack import DEATHS, Stack

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is born deaf to it
home = Path(sys.argv[1])
with Stack(home, migrate=False, functions_source=home / "none.py") as stack:
    print(json.dumps(asdict(SharedStack.of(stack))), flush=True)
    time.sleep(600)
"""

pytestmark = pytest.mark.stack


@pytest.fixture
def home() -> Iterator[Path]:
    with instance.temporary("stack") as folder:
        yield folder


def is_gone(pid: int) -> bool:
    """Whether a process has ended; one that only waits to be collected has."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def wait_for_the_end_of(pids: list[int], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while remaining := [pid for pid in pids if not is_gone(pid)]:
        if time.monotonic() > deadline:
            pytest.fail(f"still running: {remaining}")
        time.sleep(0.05)


def small_stack(home: Path) -> Stack:
    return Stack(home, migrate=False, background=False, functions_source=home / "none.py")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_outlives_the_owner(home: Path, number: signal.Signals) -> None:
    owner = subprocess.Popen([sys.executable, "-c", START_AND_WAIT, home], stdout=subprocess.PIPE, text=True)
    with owner:
        assert owner.stdout is not None
        running = json.loads(owner.stdout.readline())
        pids = [running[part] for part in PARTS]
        assert not any(is_gone(pid) for pid in pids)
        owner.send_signal(number)
        owner.wait(30)
    wait_for_the_end_of(pids)


def test_stopping_ends_every_part_and_keeps_the_data(home: Path) -> None:
    with small_stack(home) as stack:
        running = SharedStack.of(stack)
        keys = (stack.publishable_key, stack.secret_key, stack.webhook_secret)
        with psycopg.connect(stack.dsn) as connection:
            connection.execute("create table public.kept as select 1 as one")
    assert is_gone(running.postgres_pid)
    assert is_gone(running.gateway_pid)
    with small_stack(home) as stack:
        assert (stack.publishable_key, stack.secret_key, stack.webhook_secret) == keys
        assert stack.postgres.execute("select one from public.kept") == [(1,)]
        stack.destroy()
    assert not (home / "data").exists()


def test_a_crashed_postgres_comes_back_with_what_was_committed(home: Path) -> None:
    with small_stack(home) as stack:
        stack.postgres.execute("create table public.kept as select 1 as one")
        port = stack.postgres.port
        stack.postgres.crash()
        with pytest.raises(psycopg.OperationalError):
            stack.postgres.execute("select 1")
        stack.postgres.start()
        assert stack.postgres.port == port
        assert stack.postgres.execute("select one from public.kept") == [(1,)]
        assert httpx.get(f"{stack.api_url}/health").status_code == 200


def has_ended(part: Child | None) -> bool:
    return part is not None and part.returncode is not None


def test_a_part_that_ends_is_named_with_its_code_and_its_log(home: Path) -> None:
    with small_stack(home) as stack:
        stack.check()
        killed = kill_gateway(stack)
        with pytest.raises(RuntimeError) as told:
            stack.check()
        first, *_ = str(told.value).splitlines()
        assert first == f"The gateway ended with code -9 (SIGKILL). Its log is {killed.log}"


def test_a_part_that_ends_is_started_again_unless_it_does_so_again_and_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_stack(home) as stack:
        assert stack.revive() is None
        for _ in range(DEATHS - 1):
            killed = kill_gateway(stack)
            said = stack.revive()
            assert said and "The gateway ended with code -9 (SIGKILL)" in said
            assert stack.gateway and stack.gateway.pid != killed.pid
            assert httpx.get(f"{stack.api_url}/health").status_code == 200
            assert stack.revive() is None
        killed = kill_gateway(stack)
        with killed.log.open("a") as log:
            log.write("what it died of\n")
        with pytest.raises(RuntimeError) as told:
            stack.revive()
        assert str(told.value).splitlines() == [
            f"The gateway ended with code -9 (SIGKILL). Its log is {killed.log}",
            "It has ended 3 times within 60 s and is not started again. Its log ends:",
            *killed.last_words().splitlines(),
            "Fix what the log names, then start the stack again.",
        ]
        assert killed.last_words().endswith("what it died of")
        monkeypatch.setattr("wellio_local.stack.stack.DEATHS_SECONDS", 0)
        assert stack.revive(), "what died long ago does not count"


def kill_gateway(stack: Stack) -> Child:
    gateway = stack.gateway
    assert gateway is not None
    os.kill(gateway.pid, signal.SIGKILL)
    wait_until(lambda: has_ended(gateway), timeout=10)  # threads of it may outlive its first one
    return gateway


def test_postgres_is_not_started_again_behind_the_others_backs(home: Path) -> None:
    with small_stack(home) as stack:
        pid = stack.postgres.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: has_ended(stack.postgres.child), timeout=10)
        with pytest.raises(RuntimeError, match="The postgres ended with code -9"):
            stack.revive()


def test_a_reset_empties_the_database_and_serves_on(home: Path) -> None:
    with small_stack(home) as stack:
        url = stack.api_url
        stack.postgres.execute("create table public.gone ()")
        stack.reset()
        assert stack.api_url == url
        assert stack.postgres.execute("select to_regclass('public.gone')") == [(None,)]
        assert httpx.get(f"{url}/health").status_code == 200


def test_two_stacks_at_once_share_nothing(home: Path) -> None:
    with instance.temporary("stack") as other_home, small_stack(home) as one, small_stack(other_home) as two:
        assert one.api_url != two.api_url
        assert one.secret_key != two.secret_key
        one.postgres.execute("create table public.only_here ()")
        assert two.postgres.execute("select to_regclass('public.only_here')") == [(None,)]
        headers = {"apikey": one.publishable_key}
        assert httpx.get(f"{two.api_url}/rest/v1/", headers=headers).status_code == 401


def test_one_home_has_one_owner(home: Path) -> None:
    with pytest.raises(AlreadyRunningError), instance.hold(home):
        pass


def test_what_a_dead_owner_left_is_not_taken_for_alive(home: Path) -> None:
    dead = home.with_name(f"{home.name}-dead")
    dead.mkdir()
    try:
        (dead / "lock").touch()
        (dead / "state.json").write_text("{}")
        assert instance.read(dead) is None
        assert not (dead / "state.json").exists()
    finally:
        for file in dead.iterdir():
            file.unlink()
        dead.rmdir()


def test_logs_are_their_owners_and_no_key_is_an_argument(stack: SharedStack) -> None:
    folder = Path(stack.home) / "logs"
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    password = urlsplit(stack.dsn).password
    assert password
    for pid in (stack.postgres_pid, stack.gateway_pid, stack.background_pid, stack.functions_pid):
        arguments = subprocess.run(
            ["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True
        ).stdout
        assert arguments
        assert not any(secret in arguments for secret in (password, stack.secret_key, stack.webhook_secret))


def test_data_of_rewritten_migrations_says_how_to_go_on(home: Path) -> None:
    with Stack(home, background=False, functions_source=home / "none.py") as stack:
        stack.postgres.execute(
            "update supabase_migrations.schema_migrations set version = '20200101000000' "
            "where version = (select min(version) from supabase_migrations.schema_migrations)"
        )
        with pytest.raises(SetupError, match="make reset"):
            stack._apply_migrations()


def test_the_database_knows_where_the_functions_are(stack: SharedStack) -> None:
    with psycopg.connect(stack.dsn) as connection:
        secrets: dict[str, str] = dict(
            connection.execute("select name, decrypted_secret from vault.decrypted_secrets").fetchall()
        )
    assert secrets["functions_url"] == stack.functions_url
    assert secrets["webhook_secret"] == stack.webhook_secret


def test_functions_answer_under_the_project_url(stack: SharedStack) -> None:
    for url in (f"{stack.api_url}/functions/v1", stack.functions_url):
        assert httpx.post(f"{url}/process_logs", json={}).status_code == 401
