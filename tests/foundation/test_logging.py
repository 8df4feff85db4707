"""One JSON object a line, with the ids of the work it is about and without a word of anybody's."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import warnings
from collections.abc import Callable

import pytest
from pydantic import BaseModel

from tests.foundation.log_lines import Written
from wellio.foundation.logging import TRACE, log_context, start_logging, trace_of

CANARY = "zanzibar вес 67.5"
TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"


class Form(BaseModel):
    kilograms: int


def test_a_line_has_the_fields_that_cloud_logging_knows(lines: Written) -> None:
    trace = trace_of({"traceparent": f"00-{TRACE_ID}-00f067aa0ba902b7-01"}, "some-project")
    with log_context(log_id="a", request_id="b", **{TRACE: trace}):
        logging.getLogger("wellio.queue").info("job %s stored", 7, extra={"attempt": 2})
    [line] = lines()
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "severity": "INFO",
        "message": "job 7 stored",
        "logger": "wellio.queue",
        "attempt": 2,
        "log_id": "a",
        "request_id": "b",
        "logging.googleapis.com/trace": f"projects/some-project/traces/{TRACE_ID}",
    }


@pytest.mark.parametrize(
    ("headers", "project", "trace"),
    [
        ({"x-cloud-trace-context": f"{TRACE_ID}/123;o=1"}, "p", f"projects/p/traces/{TRACE_ID}"),
        ({"x-cloud-trace-context": TRACE_ID}, None, TRACE_ID),
        ({"traceparent": "00-zanzibar-1-01"}, "p", None),
        ({}, "p", None),
    ],
)
def test_the_trace_is_taken_from_either_header(
    headers: dict[str, str], project: str | None, trace: str | None
) -> None:
    assert trace_of(headers, project) == trace


def fail_with_a_value_error() -> None:
    raise ValueError(CANARY)


def fail_in_a_validation() -> None:
    Form.model_validate({"kilograms": CANARY})


def fail_with_a_cause() -> None:
    try:
        fail_with_a_value_error()
    except ValueError as error:
        raise KeyError(CANARY) from error


@pytest.mark.parametrize("fail", [fail_with_a_value_error, fail_in_a_validation, fail_with_a_cause])
@pytest.mark.parametrize("name", ["wellio.progress", "main", "httpx", "root"])
def test_an_exception_is_written_as_class_and_place(
    fail: Callable[[], None], name: str, lines: Written
) -> None:
    try:
        fail()
    except (ValueError, KeyError):
        logging.getLogger(name).exception("it broke")
    [line] = lines()
    assert (line["severity"], line["message"]) == ("ERROR", "it broke")
    assert "test_logging.py" in line["error"]
    assert CANARY not in json.dumps(line, ensure_ascii=False)


def test_of_a_library_only_the_sentence_is_written(lines: Written) -> None:
    logging.getLogger("httpx").warning("HTTP Request: %s", CANARY, extra={"body": CANARY})
    logging.getLogger().error(f"Exception on / [POST]\nValueError: {CANARY}")  # a framework's way
    assert [line["message"] for line in lines()] == ["HTTP Request: %s", "Exception on / [POST]"]
    assert CANARY not in json.dumps(lines(), ensure_ascii=False)


async def test_a_task_nobody_waited_for_does_not_tell_its_error(
    lines: Written,
) -> None:
    loop = asyncio.get_running_loop()
    loop.call_exception_handler(
        {"message": "Task exception was never retrieved", "exception": ValueError(CANARY)}
    )
    [line] = lines()
    assert line["message"] == "Task exception was never retrieved"
    assert CANARY not in json.dumps(line, ensure_ascii=False)


def test_a_warning_is_a_line_without_its_words(lines: Written) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        start_logging(stream := io.StringIO())  # pytest has a way of its own to show them
        warnings.warn(CANARY, UserWarning, stacklevel=1)
        [line] = map(json.loads, stream.getvalue().splitlines())
    assert line["message"].startswith("UserWarning at ")
    assert CANARY not in json.dumps(line, ensure_ascii=False)
