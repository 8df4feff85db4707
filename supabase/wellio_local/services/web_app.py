"""The web app. It is built when its sources have changed, and served with the keys of one local project."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from wellio_local.node import node, quiet_environment
from wellio_local.project import INSTANCES, WEB
from wellio_local.stack.binaries import SetupError
from wellio_local.stack.processes import Child, Nursery

STAMP = WEB / "dist" / ".built"
SOURCES = (
    "index.html",
    "package-lock.json",
    "public",
    "scripts",
    "src",
    "tsconfig.json",
    "vite.config.ts",
    "worker",
)


def is_built() -> bool:
    """Return whether the build is that of the present sources."""
    return STAMP.exists() and STAMP.read_text() == _digest()


def build() -> bool:
    """Build the app unless it is built. Return whether it had to be. Raises `SetupError`.

    When several processes ask at once, one builds and the others wait for it.
    """
    INSTANCES.mkdir(exist_ok=True)
    with (INSTANCES / "web-build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = _digest()
        if STAMP.exists() and STAMP.read_text() == wanted:
            return False
        npm = shutil.which("npm")
        if not npm or not (WEB / "node_modules").exists():
            raise SetupError("The packages of the web app are not installed. Run `make setup`.")
        answer = subprocess.run(  # noqa: S603 - our own script
            [npm, "run", "build"],
            cwd=WEB,
            env=quiet_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode != 0:
            raise SetupError(f"The web app does not build:\n{answer.stdout}{answer.stderr}")
        STAMP.write_text(wanted)
        return True


def serve(
    nursery: Nursery,
    *,
    api_url: str,
    publishable_key: str,
    push_key: str,
    sms_from: str,
    port: int,
    log: Path,
) -> Child:
    """Serve the build at `port` of this machine. The server tells the browser the URL and the keys."""
    return nursery.start(
        "web",
        [node(), WEB / "serve.mjs", "--port", str(port)],
        log=log,
        env=quiet_environment()
        | {
            "SUPABASE_URL": api_url,
            "SUPABASE_PUBLISHABLE_KEY": publishable_key,
            "VAPID_PUBLIC_KEY": push_key,
            "TWILIO_FROM": sms_from,
        },
        cwd=WEB,
    )


def _digest() -> str:
    content = hashlib.sha256()
    for file in _files():
        content.update(f"{file.relative_to(WEB)}\0".encode())
        content.update(file.read_bytes())
        content.update(b"\0")
    return content.hexdigest()


def _files() -> Iterator[Path]:
    for name in SOURCES:
        path = WEB / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.is_file() and ".test." not in file.name)
