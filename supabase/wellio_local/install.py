"""Install what the project needs, below its own folder. `make` runs it with any Python >= 3.11.

    install.py          everything: for `make setup`, `make check`, `make test`
    install.py local    what runs, without what checks and tests it: for `make demo` and `make up`

Standard library only, because it runs before anything is installed. It leaves alone what is in place, so that a
second run takes no time. Two runs at the same time wait for each other.
"""

from __future__ import annotations

import fcntl
import hashlib
import platform
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PACKAGES = ROOT / "supabase" / "wellio_local"
WEB = ROOT / "web"
BROWSER = WEB / "node_modules" / ".browser"
"""The Chromium of the tests; `web/scripts/unpack-browser.mjs` puts it there."""
LOG = ROOT / ".local" / "setup.log"
STAMP = ".installed"
MINIMUM_PYTHON = (3, 11)
MINIMUM_NODE = (20, 19)
PROGRESS_SECONDS = 10
KINDS = ("local", "dev")
"""What can be installed. Each kind includes those before it."""
UNUSED = (
    # Playwright's own Node, 144 MB. The tests give Playwright the Node that runs everything else.
    ".venv/lib/python*/site-packages/playwright/driver/node",
)
"""Files of packages that nothing here uses and that no installer can leave out."""


def main(kind: str) -> None:
    check_python()
    node = check_node()
    LOG.parent.mkdir(exist_ok=True)
    with (ROOT / ".local" / "setup.lock").open("w") as lock:
        wait_for(lock)
        install_python(kind)
        install_npm(PACKAGES, "local", node)
        install_npm(WEB, kind, node)
        if kind == "dev":
            unpack_browser()
        delete_unused()


def check_python() -> None:
    if sys.version_info >= MINIMUM_PYTHON:
        return
    names = [f"python3.{minor}" for minor in range(20, MINIMUM_PYTHON[1] - 1, -1)]
    newer = next(filter(shutil.which, names), "")
    install = "" if newer else f"Install Python {dotted(MINIMUM_PYTHON)} or newer. "
    stop(
        f"Python {platform.python_version()} ({sys.executable}) is too old. {install}"
        f"Add its name to the command: make ... PYTHON={newer or 'python' + dotted(MINIMUM_PYTHON)}"
    )


def check_node() -> str:
    """The version of Node."""
    install = f"Install Node {dotted(MINIMUM_NODE)} or newer with npm, for example from https://nodejs.org."
    for tool in ("node", "npm"):
        if not shutil.which(tool):
            stop(f"`{tool}` was not found. {install}")
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)  # noqa: S607
    version = answer.stdout.strip()
    if tuple(map(int, re.findall(r"\d+", version)[:2])) < MINIMUM_NODE:
        stop(f"Node {version} ({shutil.which('node')}) is too old. {install}")
    return version


def install_python(kind: str) -> None:
    """Make the virtual environment, with exactly the locked packages and the packages of the project itself."""
    stamp = VENV / STAMP
    locks = {kind: ROOT / f"requirements-{kind}.txt" for kind in KINDS}
    wanted = {kind: digest(lock, sys.version, str(ROOT)) for kind, lock in locks.items()}
    if PYTHON.exists() and is_installed(stamp, wanted, kind):
        return
    lock = locks[kind]
    say(f"Installing {lock.read_text().count('==')} Python packages into .venv")
    if not works(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
        run(
            sys.executable, "-m", "venv", VENV, hint="On Debian and Ubuntu, install the package python3-venv."
        )
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input")
    run(*pip, "--no-deps", "--no-compile", "--require-hashes", "--requirement", lock)
    for packages in VENV.glob("lib/python*/site-packages"):
        (packages / "wellio.pth").write_text(f"{ROOT / 'functions'}\n{ROOT / 'supabase'}\n")
    stamp.write_text(wanted[kind])


def install_npm(folder: Path, kind: str, node: str) -> None:
    """Install the npm packages of one folder, exactly as locked."""
    stamp = folder / "node_modules" / STAMP
    files = (folder / "package.json", folder / "package-lock.json")
    wanted = {kind: digest(*files, node, platform.system(), platform.machine(), kind) for kind in KINDS}
    if is_installed(stamp, wanted, kind):
        return
    say(f"Installing npm packages into {folder.relative_to(ROOT)}/node_modules")
    left_out = ["--omit=dev"] if kind == "local" else []
    run("npm", "ci", *left_out, "--no-audit", "--no-fund", "--no-update-notifier", cwd=folder)
    stamp.write_text(wanted[kind])


def unpack_browser() -> None:
    """Unpack the browser of the end-to-end tests from its npm package, which exists for Linux x64 only."""
    stamp = BROWSER / STAMP
    wanted = digest(WEB / "node_modules" / "@sparticuz" / "chromium" / "package.json")
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        return
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Unpacking the browser of the tests")
    shutil.rmtree(BROWSER, ignore_errors=True)
    run("node", WEB / "scripts" / "unpack-browser.mjs", BROWSER)
    stamp.write_text(wanted)


def delete_unused() -> None:
    for pattern in UNUSED:
        for path in ROOT.glob(pattern):
            path.unlink()


def is_installed(stamp: Path, wanted: dict[str, str], kind: str) -> bool:
    """Whether a stamp is that of this kind, or of one that includes it."""
    enough = [wanted[kind] for kind in KINDS[KINDS.index(kind) :]]
    return stamp.exists() and stamp.read_text() in enough


def digest(*parts: Path | str) -> str:
    """One line that changes with any of the parts; a path stands for the content of the file."""
    content = hashlib.sha256()
    for part in parts:
        content.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        content.update(b"\0")
    return content.hexdigest()


def works(python: Path) -> bool:
    """Whether an interpreter starts. One that was upgraded or moved away does not."""
    if not python.exists():
        return False
    answer = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)  # noqa: S603
    return answer.returncode == 0


def wait_for(lock: IO[str]) -> None:
    """Take the lock. Say so when another run has it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Waiting for another `make` that is installing")
        fcntl.flock(lock, fcntl.LOCK_EX)


def run(*command: str | Path, cwd: Path = ROOT, hint: str = "") -> None:
    """Run a command with its output in `LOG`. Say every ten seconds how long it has taken, and why it failed."""
    words = [str(word) for word in command]
    started = time.monotonic()
    with (
        LOG.open("w") as log,
        subprocess.Popen(  # noqa: S603
            words, cwd=cwd, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        ) as process,
    ):
        while process.poll() is None:
            try:
                process.wait(PROGRESS_SECONDS)
            except subprocess.TimeoutExpired:
                say(f"  {time.monotonic() - started:.0f} s")
    if process.returncode != 0:
        output = LOG.read_text(errors="replace").strip().splitlines()
        reason = "\n".join(f"  {line}" for line in output[-15:])
        stop(f"`{shlex.join(words)}` failed:\n{reason}\nAll of its output is in {LOG}. {hint}")


def dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def say(text: str) -> None:
    sys.stdout.write(f"{text} ...\n")
    sys.stdout.flush()


def stop(reason: str) -> None:
    sys.exit(f"setup: {reason}")


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "dev")
