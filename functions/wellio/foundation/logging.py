"""What the functions write down about themselves: a JSON object a line, ids and numbers, no words of people.

The fields are those that Cloud Logging knows: https://cloud.google.com/logging/docs/structured-logging
"""

from __future__ import annotations

import logging
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType, TracebackType
from typing import Any, TextIO

from pythonjsonlogger.json import JsonFormatter

from wellio.foundation.safe_traceback import safe_traceback

TRACE = "logging.googleapis.com/trace"
OURS = ("wellio", "main")
"""Loggers whose messages are known to quote nobody. Those of libraries may: a URL, a repr, an input."""

_TRACE_ID = re.compile(r"(?:00-)?([0-9a-f]{32})(?:[-/;].*)?")

_bound: ContextVar[Mapping[str, str]] = ContextVar("log_context", default=MappingProxyType({}))
_handler: logging.Handler | None = None


@contextmanager
def log_context(**ids: str | None) -> Iterator[None]:
    """Every line written inside carries `ids`, e.g. `log_id` and `request_id`, but those that are None.

    Held in a context variable, so each task has its own.
    """
    token = _bound.set({**_bound.get(), **{name: value for name, value in ids.items() if value}})
    try:
        yield
    finally:
        _bound.reset(token)


def trace_of(headers: Mapping[str, str], project: str | None) -> str | None:
    """The trace of a request, by which Cloud Logging shows lines below the request that made them."""
    given = headers.get("traceparent") or headers.get("x-cloud-trace-context") or ""
    found = _TRACE_ID.fullmatch(given)
    if not found:
        return None
    return f"projects/{project}/traces/{found[1]}" if project else found[1]


def start_logging(stream: TextIO | None = None) -> None:
    """Has all that is logged in this process written to `stream`, by default stderr. May be called again."""
    global _handler
    root = logging.getLogger()
    if _handler:
        root.removeHandler(_handler)
    _handler = logging.StreamHandler(stream or sys.stderr)
    _handler.setFormatter(LineFormatter())
    root.addHandler(_handler)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    warnings.showwarning = _log_warning


class LineFormatter(JsonFormatter):
    """`severity`, `message`, `time`, `logger`, what was given as `extra`, and what is bound.

    An exception is written as its class and place. Of what a library says, only the sentence is written, not
    what it was about.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "severity": record.levelname,
            "message": _message(record),
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "logger": record.name,
            **_extra(record),
            **_bound.get(),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = safe_traceback(record.exc_info[1])
        return self.serialize_log_record(line)

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return safe_traceback(ei[1]) if ei[1] else ""


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    # asyncio appends the repr of a task, frameworks a traceback, both on lines of their own.
    return str(record.msg).partition("\n")[0]


_ATTRIBUTES = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def _extra(record: logging.LogRecord) -> dict[str, Any]:
    if record.name.partition(".")[0] not in OURS:
        return {}
    return {name: value for name, value in vars(record).items() if name not in _ATTRIBUTES}


def _log_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    logging.getLogger(__name__).warning("%s at %s:%s", category.__name__, filename, lineno)
