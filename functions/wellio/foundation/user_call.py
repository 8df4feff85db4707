"""A call of a person: what they ask, the right to ask the database as them, and how they are refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import httpx

from wellio.foundation.settings import settings

SECONDS = 20.0


class Refused(Exception):
    """The call is refused, in the form of PostgREST: status 409 has the code PT409."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(body.get("message", ""))
        self.status = status
        self.body = body

    @classmethod
    def because(cls, status: int, reason: str, message: str, hint: str) -> Refused:
        details = json.dumps({"reason": reason})
        return cls(status, {"code": f"PT{status}", "message": message, "details": details, "hint": hint})


@dataclass(frozen=True)
class UserCall:
    """What somebody asks, and the right to ask the database as them."""

    body: dict[str, Any]
    _headers: dict[str, str]

    async def rpc(self, function: str, arguments: dict[str, Any]) -> Any:
        """Call a function of the database as the caller. Raises `Refused` with its refusal."""
        return await self._ask("POST", f"/rest/v1/rpc/{function}", json=arguments)

    async def account_id(self) -> str:
        """Who calls, as Auth says."""
        return str((await self._ask("GET", "/auth/v1/user"))["id"])

    async def _ask(self, method: str, path: str, **request: Any) -> Any:
        url = f"{settings().supabase_url.rstrip('/')}{path}"
        async with httpx.AsyncClient(timeout=SECONDS) as client:
            answer = await client.request(method, url, headers=self._headers, **request)
        if answer.is_success:
            return answer.json()
        try:
            body = answer.json()
        except ValueError:
            body = {"message": "The database does not answer."}
        raise Refused(answer.status_code, body if isinstance(body, dict) else {})
