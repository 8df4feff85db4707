"""Add to an npm lock the optional packages of other platforms. npm leaves them out when it cannot fetch them, but
`npm ci` then refuses the lock. `make lock` runs this.

Standard library only. An added package has no checksum. Those of the platform that made the lock have one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

SYSTEMS = {"windows": "win32"}
KNOWN_SYSTEMS = {"aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "sunos", "win32"}
KNOWN_CPUS = {"arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"}


def complete(file: Path) -> list[str]:
    """Add the missing packages to a lock file. Return their names."""
    lock = json.loads(file.read_text())
    packages: dict[str, Any] = lock["packages"]
    added = []
    for package in list(packages.values()):
        for name, version in package.get("optionalDependencies", {}).items():
            if f"node_modules/{name}" not in packages:
                packages[f"node_modules/{name}"] = _entry(name, version, package)
                added.append(name)
    if added:
        lock["packages"] = dict(sorted(packages.items()))
        file.write_text(json.dumps(lock, indent=2) + "\n")
    return added


def _entry(name: str, version: str, parent: dict[str, Any]) -> dict[str, Any]:
    """Make an entry like npm's. The platform is read from the name, such as `@supabase/cli-linux-x64-musl`."""
    words = [SYSTEMS.get(word, word) for word in name.rpartition("/")[2].split("-")]
    entry: dict[str, Any] = {"version": version.lstrip("^~")}
    if cpu := [word for word in words if word in KNOWN_CPUS]:
        entry["cpu"] = cpu
    if "linux" in words:
        entry["libc"] = ["musl" if "musl" in words else "glibc"]
    entry |= {"license": parent.get("license", ""), "optional": True}
    if system := [word for word in words if word in KNOWN_SYSTEMS]:
        entry["os"] = system
    if "os" not in entry and "cpu" not in entry:
        raise SystemExit(f"{name} is missing from the lock and names no platform")
    return entry


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        for missing in complete(path):
            sys.stdout.write(f"{path}: added {missing}\n")
