"""Which room may import which. A domain imports no other domain, and no imports go in a circle."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from grimp import ImportGraph, build_graph
from importlinter.configuration import configure
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.domain.contract import Contract

ROOT = Path(__file__).parents[2]
SESSION = {"root_packages": ["wellio"]}

MAY_IMPORT: dict[str, set[str]] = {
    "foundation": set(),
    "queue": {"foundation"},
    "ai": {"foundation"},
    "http": {"foundation", "queue"},
    "entry_points": {"foundation", "queue", "http"},
    "operations": {"foundation", "queue", "ai", "http", "entry_points"},
    "__main__": {"foundation"},
}
"""Rooms that belong to no domain; every other room is one. Indirect imports count too."""
DOMAIN_MAY_IMPORT = {"foundation", "queue", "ai"}
ROOMS = sorted(
    path.stem
    for path in (ROOT / "functions" / "wellio").iterdir()
    if path.stem not in ("__init__", "__pycache__")
)
DOMAINS = sorted(set(ROOMS) - set(MAY_IMPORT))


@pytest.fixture(scope="module")
def imports() -> ImportGraph:
    configure()  # contracts take their timer from it
    return build_graph("wellio")


def broken(contract: Contract, imports: ImportGraph) -> Any:
    """What breaks a contract, by its own account; None when it is kept."""
    outcome = contract.check(imports, verbose=False)
    return None if outcome.kept else outcome.metadata


def test_every_domain_is_declared() -> None:
    declared = (ROOT / "domains.txt").read_text(encoding="utf-8").split()
    assert set(DOMAINS) <= set(declared)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_is_below_it(room: str, imports: ImportGraph) -> None:
    allowed = MAY_IMPORT.get(room, DOMAIN_MAY_IMPORT)
    forbidden = [f"wellio.{other}" for other in ROOMS if other != room and other not in allowed]
    options = {"source_modules": [f"wellio.{room}"], "forbidden_modules": forbidden}
    assert broken(ForbiddenContract(room, SESSION, options), imports) is None


def test_operations_reaches_queues_and_doors_through_the_registry_only(imports: ImportGraph) -> None:
    options = {
        "source_modules": ["wellio.operations"],
        "forbidden_modules": ["wellio.queue", "wellio.http"],
        "allow_indirect_imports": "true",
    }
    assert broken(ForbiddenContract("operations", SESSION, options), imports) is None


def test_no_imports_go_in_a_circle(imports: ImportGraph) -> None:
    assert broken(AcyclicSiblingsContract("circles", SESSION, {"ancestors": ["wellio"]}), imports) is None


def test_main_imports_the_registry_and_the_foundation_only() -> None:
    tree = ast.parse((ROOT / "functions" / "main.py").read_text(encoding="utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    ours = {
        module.split(".")[1] if "." in module else module for module in modules if module.startswith("wellio")
    }
    assert ours <= {"entry_points", "foundation"}


IMPORT = re.compile(r"^ *(?:from|import) (tests\.[\w.]+)(?: import ([\w, ]+|\([^)]*\)))?", re.MULTILINE)


def imported(file: Path) -> set[str]:
    """The modules of `tests` that a file imports, and the names."""
    found = IMPORT.findall(file.read_text(encoding="utf-8"))
    names = {f"{module}.{name}" for module, listed in found for name in re.findall(r"\w+", listed)}
    return names | {module for module, _ in found}


def test_the_tests_of_a_domain_import_the_foundation_and_domains_before_it() -> None:
    declared = (ROOT / "domains.txt").read_text(encoding="utf-8").split()
    for file in (ROOT / "tests").rglob("*.py"):
        room = file.relative_to(ROOT / "tests").parts[0]
        if room == "foundation" or room in declared:
            allowed = {"foundation", *(declared[: declared.index(room) + 1] if room in declared else ())}
            upward = {name for name in imported(file) if name.split(".")[1] not in allowed}
            assert not upward, file


def test_no_test_module_is_imported() -> None:
    for file in (ROOT / "tests").rglob("*.py"):
        tests = {name for name in imported(file) if ".test_" in name}
        assert not tests, file
