"""What is generated is up to date: types of the API, the load order in config.toml, locked requirements."""

from __future__ import annotations

import re
import tomllib

import pytest

from wellio_local.project import FUNCTIONS, ROOT
from wellio_schema import api_types

PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def pins(text: str) -> dict[str, str]:
    return {name.lower().replace("_", "-"): version for name, version in PIN.findall(text)}


def test_types_and_load_order_are_those_of_sql(wanted: str) -> None:
    for path, text in api_types.generate(wanted).items():
        assert path.read_text() == text, f"{path.name}: run `make types`"


def test_requirements_are_those_of_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    functions = pins((FUNCTIONS / "requirements.txt").read_text())
    local = pins((ROOT / "requirements-local.txt").read_text())
    development = pins((ROOT / "requirements-dev.txt").read_text())
    for name, version in pins("\n".join(project["dependencies"])).items():
        assert functions.get(name) == version, f"{name}: run `make lock`"
    extras = [pin for extra in project["optional-dependencies"].values() for pin in extra]
    for name, version in pins("\n".join(extras)).items():
        assert development.get(name) == version, f"{name}: run `make lock`"
    assert functions.items() <= local.items() <= development.items()


@pytest.mark.parametrize(
    "path", ["functions/requirements.txt", "requirements-local.txt", "requirements-dev.txt"]
)
def test_requirements_are_locked_and_name_no_address(path: str) -> None:
    text = (ROOT / path).read_text()
    assert "://" not in text
    assert len(pins(text)) <= text.count("--hash=sha256:")


def test_the_npm_locks_name_no_address() -> None:
    for folder in ("supabase/wellio_local", "web"):
        assert '"resolved": "http' not in (ROOT / folder / "package-lock.json").read_text()
