"""A work queue behind PostgREST: `worker.claim_<name>`, `worker.finish_<name>`, `worker.fail_<name>`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Generic, TypeVar

import httpx
from postgrest.exceptions import APIError
from pydantic import BaseModel, ConfigDict, TypeAdapter
from supabase import AsyncClient

from wellio.queue.protocol import Claimed, Failed, Finished, Lease, QueueError

J = TypeVar("J", bound=BaseModel)
R = TypeVar("R", bound=BaseModel)


class _ClaimRow(BaseModel):
    """A row of `worker.claim_<name>`; its other columns are the job."""

    model_config = ConfigDict(extra="allow")

    msg_id: int
    read_ct: int


_CLAIM_ROWS = TypeAdapter(list[_ClaimRow])
_MSG_IDS = TypeAdapter(list[int])


class PostgrestQueue(Generic[J, R]):
    """`WorkQueue` on the database, one round trip a call.

    `client` carries the secret key; `job` is the model of what a claimed row holds besides its lease.
    """

    def __init__(self, client: AsyncClient, name: str, job: type[J]) -> None:
        self._worker = client.schema("worker")
        self._name = name
        self._job = job

    async def claim(self, limit: int, lease: timedelta) -> list[Claimed[J]]:
        rows = await self._call("claim", {"p_limit": limit, "p_lease_seconds": int(lease.total_seconds())})
        return [
            Claimed(Lease(row.msg_id, row.read_ct), self._job.model_validate(row.model_extra))
            for row in _CLAIM_ROWS.validate_python(rows)
        ]

    async def finish(self, done: Sequence[Finished[R]]) -> set[int]:
        results = [{**_settled(one), **one.result.model_dump(mode="json")} for one in done]
        return set(_MSG_IDS.validate_python(await self._call("finish", {"p_results": results})))

    async def fail(self, failures: Sequence[Failed]) -> set[int]:
        rows = [
            {
                **_settled(one),
                "reason": one.reason,
                "retry_after_seconds": None
                if one.retry_after is None
                else int(one.retry_after.total_seconds()),
            }
            for one in failures
        ]
        return set(_MSG_IDS.validate_python(await self._call("fail", {"p_failures": rows})))

    async def _call(self, verb: str, arguments: dict[str, Any]) -> object:
        try:
            response = await self._worker.rpc(f"{verb}_{self._name}", arguments).execute()
        except (APIError, httpx.HTTPError) as error:
            # Only code and class: the message of a database error can quote the row.
            detail = error.code if isinstance(error, APIError) else type(error).__name__
            raise QueueError(f"{verb}_{self._name}: {detail}") from error
        except ValueError as error:  # half a surrogate pair, say: it cannot be sent
            raise QueueError(f"{verb}_{self._name}: not JSON ({type(error).__name__})") from None
        return response.data or []


def _settled(one: Finished[R] | Failed) -> dict[str, Any]:
    row: dict[str, Any] = {"msg_id": one.lease.msg_id, "read_ct": one.lease.read_ct}
    return row | {"usage": asdict(one.usage)} if one.usage and one.usage.calls else row
