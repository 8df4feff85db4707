"""The door for mail programs: a link that does one thing when it is posted to, and opens a page otherwise."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, cast
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from wellio.foundation.safe_traceback import safe_traceback
from wellio.http.nudged import EntryPoint

logger = logging.getLogger(__name__)


def one_click(work: str, page: str) -> EntryPoint:
    """Return the entry point of links `?token=...`. `work` and `page` are named `module:attribute`.

    A post answers 200 once `work(token)` is done, 404 when it knows no such token, and reads no body. Any other call
    is sent to `page(token)`.
    """

    async def entry_point(request: Request) -> Response:
        token = request.query_params.get("token", "")
        try:
            if request.method != "POST":
                address = cast("Callable[[str], str]", _named(page))(quote(token, safe="."))
                return RedirectResponse(address, status_code=303, headers={"Referrer-Policy": "no-referrer"})
            done = await cast("Callable[[str], Awaitable[bool]]", _named(work))(token)
        except Exception as error:  # noqa: BLE001 - the framework would print it whole, with the token
            logger.error("a one-click call failed: %s", safe_traceback(error))  # noqa: TRY400 - no texts
            return JSONResponse({"error": "try again"}, status_code=503)
        return JSONResponse({"done": True}) if done else JSONResponse({"error": "not known"}, status_code=404)

    function = cast(EntryPoint, entry_point)
    function.is_warm = False
    return function


@cache
def _named(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)
