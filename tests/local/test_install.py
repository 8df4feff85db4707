"""`install.py` installs what was asked for, leaves out what is not used, and says what is wrong and what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import files
from pathlib import Path

import pytest

from wellio_local import install
from wellio_local.project import LOCAL


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(install, "LOG", tmp_path / "setup.log")
    return install.LOG


def refusal_with_path(folder: Path) -> str:
    answer = subprocess.run(
        [sys.executable, install.__file__],
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (1, "")
    return answer.stderr


def test_a_missing_node_is_named_with_what_to_do(tmp_path: Path) -> None:
    assert "`node` was not found. Install Node 20.19 or newer" in refusal_with_path(tmp_path)


@pytest.mark.parametrize("version", ["v18.20.4", "v20.18.3"])
def test_a_node_that_is_too_old_is_named_with_what_to_do(tmp_path: Path, version: str) -> None:
    for tool in ("node", "npm"):
        (tmp_path / tool).write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / tool).chmod(0o755)
    said = refusal_with_path(tmp_path)
    assert f"Node {version} ({tmp_path}/node) is too old. Install Node 20.19 or newer" in said


def test_a_python_that_is_too_old_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wellio_local.install.sys.version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"is too old. Install Python 3.11 or newer.*PYTHON=python3.11"):
        install.check_python()
    (tmp_path / "python3.12").touch(mode=0o755)
    with pytest.raises(SystemExit, match=r"is too old. Add its name.*PYTHON=python3.12"):
        install.check_python()


@pytest.mark.parametrize(
    ("installed", "asked", "enough"),
    [("dev", "dev", True), ("dev", "local", True), ("local", "local", True), ("local", "dev", False)],
)
def test_everything_includes_what_runs(tmp_path: Path, installed: str, asked: str, enough: bool) -> None:
    digests = {"local": "one", "dev": "two"}
    stamp = tmp_path / "stamp"
    assert not install.is_installed(stamp, digests, asked)
    stamp.write_text(digests[installed])
    assert install.is_installed(stamp, digests, asked) is enough
    assert not install.is_installed(stamp, {kind: f"newer {kind}" for kind in digests}, asked)


def test_a_long_step_says_how_long_it_has_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "PROGRESS_SECONDS", 0.1)
    install.run(sys.executable, "-c", "import time; time.sleep(0.5)")
    assert "  0 s ..." in capsys.readouterr().out


def test_a_failed_step_says_why_and_where_to_read_more(log: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        install.run(sys.executable, "-c", "import sys; print('no room'); sys.exit(3)", hint="Make room.")
    said = str(stopped.value)
    assert "failed" in said
    assert "  no room\n" in said
    assert said.endswith(f"{log}. Make room.")


def test_what_is_deleted_is_a_file_of_a_package_and_is_gone() -> None:
    """An entry of `UNUSED` that matches nothing any more would be found here."""
    shipped = {str(file) for file in files("playwright") or []}
    for pattern in install.UNUSED:
        assert pattern.partition("site-packages/")[2] in shipped
        assert not list(install.ROOT.glob(pattern))


def test_each_npm_package_that_is_left_out_is_still_asked_for() -> None:
    manifest = json.loads((LOCAL / "package.json").read_text())
    lock = json.loads((LOCAL / "package-lock.json").read_text())["packages"]
    asked = {
        name
        for path, package in lock.items()
        if path
        for kind in ("dependencies", "peerDependencies")
        for name in package.get(kind, {})
    }
    left_out = {name for name, where in manifest["dependencies"].items() if where == "file:left_out"}
    assert left_out <= asked
    assert manifest["overrides"] == {name: f"${name}" for name in left_out}
    assert all(lock[f"node_modules/{name}"] == {"resolved": "left_out", "link": True} for name in left_out)
