"""Installs what the project needs, below its own folder. Run by `make setup` with any Python >= 3.11.

Standard library only: it runs before anything is installed. What is in place is left alone, so that a second
run takes no time; two runs at the same time wait for each other.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PACKAGES = ROOT / "supabase" / "wellio_local"
WEB = ROOT / "web"
BROWSER = WEB / "node_modules" / ".browser"
"""A Chromium of the tests' own; `web/scripts/unpack-browser.mjs` puts it there."""
STAMP = ".installed"
MINIMUM_PYTHON = (3, 11)
MINIMUM_NODE = (20, 19)


def main() -> None:
    check_versions()
    (ROOT / ".local").mkdir(exist_ok=True)
    with (ROOT / ".local" / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install_python()
        install_npm(PACKAGES)
        install_npm(WEB)
        unpack_browser()


def check_versions() -> None:
    """Stop here, with a sentence, rather than later with a stack trace."""
    if sys.version_info < MINIMUM_PYTHON:
        wanted = ".".join(map(str, MINIMUM_PYTHON))
        stop(f"Python >= {wanted} is needed, {sys.executable} is {platform.python_version()}. Try PYTHON=...")
    wanted = ".".join(map(str, MINIMUM_NODE))
    for tool in ("node", "npm"):
        if not shutil.which(tool):
            stop(f"`{tool}` was not found: install Node >= {wanted}.")
    version = run(["node", "--version"], capture=True).lstrip("v")
    if tuple(map(int, version.split(".")[:2])) < MINIMUM_NODE:
        stop(f"Node >= {wanted} is needed, `node` is {version}.")


def install_python() -> None:
    """The virtual environment, with exactly the locked packages and the project itself."""
    import tomllib  # not there in the Pythons that check_versions() refuses

    stamp = VENV / STAMP
    lock = ROOT / "requirements-dev.txt"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    build = json.dumps([project["build-system"], project["project"], project["tool"]["hatch"]])
    wanted = digest(lock, build, sys.version, str(ROOT))
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    say("Installing Python packages")
    if not works(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
        try:
            run([sys.executable, "-m", "venv", VENV])
        except subprocess.CalledProcessError:
            stop("This Python cannot make virtual environments: install its venv package (python3-venv).")
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
    ]
    run([*pip, "--require-hashes", "--requirement", lock])
    run([*pip, "--no-build-isolation", "--editable", ROOT])
    stamp.write_text(wanted)


def install_npm(folder: Path) -> None:
    """The npm packages of one folder, exactly as locked."""
    stamp = folder / "node_modules" / STAMP
    node = run(["node", "--version"], capture=True)
    wanted = digest(
        folder / "package.json", folder / "package-lock.json", node, platform.system(), platform.machine()
    )
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"Installing npm packages in {folder.relative_to(ROOT)}")
    run(
        ["npm", "ci", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"],
        cwd=folder,
        capture=True,
    )
    stamp.write_text(wanted)


def unpack_browser() -> None:
    """The browser of the end-to-end tests, out of its npm package. There is one for Linux x64 only."""
    stamp = BROWSER / STAMP
    wanted = digest(WEB / "node_modules" / "@sparticuz" / "chromium" / "package.json")
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        return
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Unpacking the browser of the tests")
    shutil.rmtree(BROWSER, ignore_errors=True)
    run(["node", WEB / "scripts" / "unpack-browser.mjs", BROWSER], capture=True)
    stamp.write_text(wanted)


def digest(*parts: Path | str) -> str:
    """One line that changes with any of the parts; a path stands for what is in the file."""
    content = hashlib.sha256()
    for part in parts:
        content.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        content.update(b"\0")
    return content.hexdigest()


def works(python: Path) -> bool:
    """Whether an interpreter starts; one that was upgraded or moved away does not."""
    if not python.exists():
        return False
    answer = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)  # noqa: S603
    return answer.returncode == 0


def run(command: list[str | Path], *, cwd: Path = ROOT, capture: bool = False) -> str:
    output = subprocess.PIPE if capture else None
    answer = subprocess.run(command, cwd=cwd, check=True, text=True, stdout=output)  # noqa: S603
    return answer.stdout.strip() if capture else ""


def say(text: str) -> None:
    sys.stdout.write(f"{text} ...\n")
    sys.stdout.flush()


def stop(reason: str) -> None:
    sys.exit(f"setup: {reason}")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        stop(f"`{' '.join(map(str, error.cmd))}` failed with code {error.returncode}.")
