"""An error of validation says where the input is wrong and does not repeat it: it may be a client's."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

import wellio
from wellio.privacy.erasures import ErasureJob
from wellio.progress.history.log_history import PastLog
from wellio.progress.logs.read_log import LogJob
from wellio.progress.reading.answer import LogAnswer
from wellio.progress.reading.formats import Parsed
from wellio.progress.reports.facts import Facts
from wellio.progress.reports.write import ReportJob
from wellio.queue.settings import QueueSettings

WORDS_OF_OURS = ("wellio.progress.reading.rules.", "wellio.progress.reading.screenshots.screen_lexicon")
"""Their models are of files in this repository."""

NOT_IMPORTED = ("wellio.__main__",)


def modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(wellio.__path__, "wellio."):
        if not module.name.startswith((*WORDS_OF_OURS, *NOT_IMPORTED)):
            yield module.name


def below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for child in model.__subclasses__():
        yield child
        yield from below(child)


def models() -> dict[str, type[BaseModel]]:
    names = set(modules())
    for name in names:
        importlib.import_module(name)
    found = {f"{model.__module__}.{model.__name__}": model for model in below(BaseModel)}
    return {name: model for name, model in sorted(found.items()) if model.__module__ in names}


def test_every_model_keeps_its_input_out_of_its_errors() -> None:
    loud = [name for name, model in models().items() if not model.model_config.get("hide_input_in_errors")]
    assert loud == []


def test_every_adapter_keeps_its_input_out_of_its_errors() -> None:
    """An adapter has a configuration of its own: that of the models inside it does not count."""
    told: list[str] = []
    for name in modules():
        for key, value in vars(importlib.import_module(name)).items():
            if isinstance(value, TypeAdapter):
                with pytest.raises(ValidationError) as caught:
                    value.validate_python([{"zanzibar": "zanzibar"}])
                told += [f"{name}.{key}"] if "input_value" in str(caught.value) else []
    assert told == []


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (Parsed, {"parser": "x", "weight": {"value": "zanzibar", "confidence": 1}}),
        (Facts, {"client_name": ["zanzibar"]}),
        (LogAnswer, {"picture": "zanzibar"}),
        (LogJob, {"log": {"raw_text": ["zanzibar"]}}),
        (ReportJob, {"facts": "zanzibar"}),
        (ErasureJob, {"files": [{"path": ["zanzibar"]}]}),
        (PastLog, {"log": {"raw_text": ["zanzibar"]}}),
        (QueueSettings, {"lease_seconds": "zanzibar"}),
    ],
)
def test_an_error_does_not_quote(model: type[BaseModel], said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(said)
    assert "zanzibar" not in str(caught.value)
