"""The door for services that sign what they send in a form of their own."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any, cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from wellio.foundation.safe_traceback import safe_traceback
from wellio.http.nudged import EntryPoint, limited_body

logger = logging.getLogger(__name__)

LARGEST = 1024 * 1024
Work = Callable[[bytes, Mapping[str, str]], Awaitable[int]]


def signed(work: str) -> EntryPoint:
    """Return the entry point that hands the raw body and the headers to `work`, named `module:attribute`.

    `work` checks the signature and returns the status. What it raises becomes 503, so that the service sends it again.
    """

    async def entry_point(request: Request) -> Response:
        if request.method != "POST":
            return JSONResponse({"error": "POST only"}, 405, headers={"Allow": "POST"})
        try:
            body = await limited_body(request, LARGEST)
            if body is None:
                return JSONResponse({"error": "body too large"}, 413)
            status = await cast(Work, _named(work))(body, request.headers)
        except ClientDisconnect:
            return JSONResponse({"error": "the body did not arrive"}, 408)
        except Exception as error:  # noqa: BLE001 - the framework would print it whole, with the body
            logger.error("a webhook failed: %s", safe_traceback(error))  # noqa: TRY400 - no texts
            return JSONResponse({"error": "try again"}, 503)
        return JSONResponse({"received": status == 200}, status)

    function = cast(EntryPoint, entry_point)
    function.is_warm = False
    return function


@cache
def _named(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)
