"""Named instances of the local project: where they are, and which of them run."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from wellio_local.project import INSTANCES
from wellio_local.stack import seed
from wellio_local.stack.binaries import private_folder
from wellio_local.stack.postgres import SUPERUSER, Postgres
from wellio_local.stack.processes import Nursery
from wellio_local.stack.stack import Stack

TEMPORARY = "tmp-"


class AlreadyRunningError(RuntimeError):
    """Another process holds this instance."""


@contextmanager
def temporary(purpose: str) -> Iterator[Path]:
    """Make the home of an instance that exists as long as the block and shares nothing with another one."""
    home = INSTANCES / f"{TEMPORARY}{purpose}-{secrets.token_hex(4)}"
    with ExitStack() as held:
        with _one_at_a_time():
            _sweep()
            held.enter_context(hold(home))
        try:
            yield home
        finally:
            shutil.rmtree(home, ignore_errors=True)


@contextmanager
def temporary_cluster(purpose: str, superuser: str = SUPERUSER) -> Iterator[Postgres]:
    """Run a Postgres with the template of a hosted project as long as the block."""
    with temporary(purpose) as home, Nursery() as nursery:
        postgres = Postgres(home, nursery=nursery, cache=INSTANCES / "cache", superuser=superuser)
        try:
            seed.plant(postgres, migrated=False)
            postgres.start()
            yield postgres
        finally:
            postgres.destroy()


@dataclass(frozen=True)
class State:
    """What a running instance publishes about itself."""

    pid: int
    api_url: str
    functions_url: str
    dsn: str
    publishable_key: str
    secret_key: str
    logs: str
    web_url: str | None = None
    mail_url: str | None = None

    @classmethod
    def of(cls, stack: Stack) -> State:
        return cls(
            pid=os.getpid(),
            api_url=stack.api_url,
            functions_url=stack.functions_url,
            dsn=stack.dsn,
            publishable_key=stack.publishable_key,
            secret_key=stack.secret_key,
            logs=str(stack.home / "logs"),
            web_url=stack.web_url,
            mail_url=stack.mail_url,
        )


def home_of(name: str) -> Path:
    """Return the folder of an instance."""
    return INSTANCES / name


@contextmanager
def hold(home: Path) -> Iterator[None]:
    """Make this the only process that runs the instance. Raises `AlreadyRunningError` when another one does.

    The system releases the lock when the process ends, even if it is killed, so a dead instance never looks alive.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError(f"{home.name} is running already") from error
        try:
            yield
        finally:
            (home / "state.json").unlink(missing_ok=True)


def publish(home: Path, state: State) -> None:
    """Write the state for other processes to read. They never see half of the file."""
    draft = home / "state.json.draft"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(state), indent=2))
    draft.replace(home / "state.json")


def is_held(home: Path) -> bool:
    """Return whether a process runs this instance."""
    if not (home / "lock").exists():
        return False
    try:
        with (home / "lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def read(home: Path) -> State | None:
    """Return the state of a running instance, or None. Remove the state that a dead one has left."""
    if not is_held(home):
        (home / "state.json").unlink(missing_ok=True)
        return None
    try:
        return State(**json.loads((home / "state.json").read_text()))
    except FileNotFoundError:
        return None


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait for other processes that make or sweep: none must sweep away an instance that is about to be held."""
    INSTANCES.mkdir(exist_ok=True)
    with (INSTANCES / "sweep.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sweep() -> None:
    """Remove the data of temporary instances whose process was killed."""
    for home in INSTANCES.glob(f"{TEMPORARY}*"):
        if not is_held(home):
            for folder in {home, private_folder(home)}:
                shutil.rmtree(folder, ignore_errors=True)
