"""Serves every cloud function of `functions/main.py` from one process, under `/functions/v1/<name>`.

In the cloud each function is deployed separately, and `functions_framework.aio` makes the same app for it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import uvicorn
from functions_framework import _function_registry
from functions_framework.aio import create_asgi_app_from_module
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from wellio_local.project import FUNCTIONS

PREFIX = "/functions/v1"


def create_app(source: Path) -> ASGIApp:
    """Make one app with all HTTP functions that the module `source` registers."""
    load: Callable[[str], tuple[ModuleType, Any]] = _function_registry.load_function_module
    make_app: Callable[..., Starlette] = create_asgi_app_from_module
    module, spec = load(str(source))
    spec.loader.exec_module(module)
    names = sorted(_function_registry.ASGI_FUNCTIONS)

    async def health(_: Request) -> JSONResponse:
        return JSONResponse({"status": "ok", "functions": names})

    app = Starlette(
        routes=[
            Route("/health", health),
            *(Mount(f"{PREFIX}/{name}", make_app(name, str(source), None, module, spec)) for name in names),
        ]
    )

    async def without_redirects(scope: Scope, receive: Receive, send: Send) -> None:
        """Serve `/<name>` like `/<name>/`, where the mounted app begins, instead of redirecting."""
        if scope["type"] == "http" and scope["path"].removeprefix(f"{PREFIX}/") in names:
            scope = {**scope, "path": f"{scope['path']}/"}
        await app(scope, receive, send)

    return without_redirects


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--source", type=Path, default=FUNCTIONS / "main.py")
    options = parser.parse_args()
    uvicorn.run(
        create_app(options.source),
        host="127.0.0.1",
        port=options.port,
        log_config=None,  # the functions write their own log
        log_level="warning",
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main()
