"""`clean` deletes all it was asked to, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from wellio_local import cli
from wellio_local.stack import instance


@pytest.fixture
def instances(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three instances that have data, and the cache that they share."""
    for module in (cli, instance):
        monkeypatch.setattr(module, "INSTANCES", tmp_path)
        monkeypatch.setattr(module, "private_folder", lambda home: home)
    for name in ("alpha", "beta", "gamma", "cache"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "data").touch()
    return tmp_path


def left(instances: Path) -> list[str]:
    return sorted(path.parent.name for path in instances.glob("*/data"))


def test_all_instances_are_deleted(instances: Path) -> None:
    assert cli.main(["clean"]) == 0
    assert left(instances) == []
    assert not (instances / "alpha").exists()


def test_one_instance_is_deleted_where_it_is_named(instances: Path) -> None:
    assert cli.main(["--instance", "beta", "clean"]) == 0
    assert left(instances) == ["alpha", "cache", "gamma"]


def test_nothing_is_deleted_while_one_runs_and_those_that_run_are_named(
    instances: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with instance.hold(instances / "beta"), instance.hold(instances / "gamma"):
        assert cli.main(["clean"]) == 1
        told = capsys.readouterr().out
        assert "beta, gamma" in told
        assert "alpha" not in told
    assert left(instances) == ["alpha", "beta", "cache", "gamma"]


def test_what_else_runs_is_no_matter_to_a_named_instance(instances: Path) -> None:
    with instance.hold(instances / "gamma"):
        assert cli.main(["--instance", "beta", "clean"]) == 0
    assert left(instances) == ["alpha", "cache", "gamma"]


def test_a_running_instance_is_not_deleted_by_its_name(
    instances: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with instance.hold(instances / "beta"):
        assert cli.main(["--instance", "beta", "clean"]) == 1
    assert "beta" in capsys.readouterr().out
    assert left(instances) == ["alpha", "beta", "cache", "gamma"]


@pytest.mark.parametrize("name", ["..", ".", "../other", "/etc", ""])
def test_no_name_leads_out_of_the_folder_of_instances(instances: Path, name: str) -> None:
    (instances.parent / "data").touch()
    with pytest.raises(SystemExit):
        cli.main(["--instance", name, "clean"])
    assert left(instances) == ["alpha", "beta", "cache", "gamma"]
    assert (instances.parent / "data").exists()
