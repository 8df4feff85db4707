"""Registers every entry point. Deployed as it is to Cloud Functions."""

from __future__ import annotations

import functions_framework.aio

from wellio.entry_points import ENTRY_POINTS
from wellio.foundation.logging import start_logging
from wellio.foundation.settings import check_deployed, settings

start_logging()
check_deployed(settings())  # a wrong deploy fails at start, not at the first log

for name, entry_point in ENTRY_POINTS.items():
    entry_point.__name__ = name  # the framework finds a function by its name
    globals()[name] = functions_framework.aio.http(entry_point)
