"""Lines of the log, as a test reads them."""

from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from wellio.foundation import logging as log_lines
from wellio.foundation.logging import start_logging

Written = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Written]:
    """What has been written since."""
    stream = io.StringIO()
    before, showwarning = log_lines._handler, warnings.showwarning
    start_logging(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    assert log_lines._handler
    logging.getLogger().removeHandler(log_lines._handler)
    log_lines._handler, warnings.showwarning = before, showwarning
    if before:
        logging.getLogger().addHandler(before)
