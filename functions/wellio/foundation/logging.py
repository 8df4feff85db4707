"""Logs of the functions: one JSON object a line with ids and numbers, and no words of people.

Cloud Logging knows the fields: https://cloud.google.com/logging/docs/structured-logging
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
"""Loggers whose messages quote no person. Messages of libraries may quote a URL, a repr or an input."""

_TRACE_ID = re.compile(r"(?:00-)?([0-9a-f]{32})(?:[-/;].*)?")

_bound: ContextVar[Mapping[str, str]] = ContextVar("log_context", default=MappingProxyType({}))
_handler: logging.Handler | None = None


@contextmanager
def log_context(**ids: str | None) -> Iterator[None]:
    """Add `ids`, for example `log_id`, to every line written inside; an id that is None is left out.

    A context variable holds them, so each task has its own.
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
    """Write all logs of this process to `stream`, by default stderr. May be called again."""
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
    """`severity`, `message`, `time`, `logger`, the given `extra`, and the ids of `log_context`.

    An exception is written as its class and place. The message of a library is written without its arguments.
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
