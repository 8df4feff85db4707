"""A work queue behind PostgREST: `worker.claim_<name>`, `worker.finish_<name>`, `worker.fail_messages`."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Generic, TypeVar

import httpx
from postgrest.exceptions import APIError
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from supabase import AsyncClient

from wellio.foundation.logging import log_context
from wellio.foundation.supabase import reason_code
from wellio.queue.protocol import (
    Claimed,
    Failed,
    Finished,
    Lease,
    QueueUnavailable,
    Replayed,
    ResultRefused,
)

logger = logging.getLogger(__name__)

J = TypeVar("J", bound=BaseModel)
R = TypeVar("R", bound=BaseModel)

NOT_A_JOB = "The database returned a job that this version does not understand."

_OUT_OF_REACH = frozenset({"08", "25", "28", "3D", "42", "53", "57", "58"})
"""Classes of SQLSTATE that are about the database and its deployment, not about what it was given."""

_NOT_JSON = "PGRST102"
_TAKEN_UP_WITH_THE_BODY = frozenset({"400", "413", "422"})
"""Of HTTP statuses, when a proxy and not the database answers."""


class _ClaimRow(BaseModel):
    """A row of `worker.claim_<name>`; its other columns are the job."""

    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)

    msg_id: int
    read_ct: int
    trace: dict[str, str] = Field(default_factory=dict)
    alone: bool = False


_CLAIM_ROWS = TypeAdapter(list[_ClaimRow], config=ConfigDict(hide_input_in_errors=True))
_MSG_IDS = TypeAdapter(list[int], config=ConfigDict(hide_input_in_errors=True))


class PostgrestQueue(Generic[J, R]):
    """`WorkQueue` on the database, one round trip a call.

    `client` carries the secret key; `job` is the model of what a claimed row holds besides its lease. The first claim
    accepts the webhook `woken_by` too, and raises `Replayed` where that is a replay.
    """

    def __init__(self, client: AsyncClient, name: str, job: type[J], *, woken_by: str | None = None) -> None:
        self._worker = client.schema("worker")
        self._name = name
        self._job = job
        self._woken_by = woken_by

    async def claim(self, limit: int, lease: timedelta) -> list[Claimed[J]]:
        while True:
            try:
                rows = _CLAIM_ROWS.validate_python(await self._claim(limit, lease))
            except ResultRefused as error:
                raise QueueUnavailable(str(error)) from error
            except ValidationError as error:
                raise QueueUnavailable(f"claim_{self._name}: not rows with a lease") from error
            jobs = [self._claimed(row) for row in rows]
            if failures := [job for job in jobs if isinstance(job, Failed)]:
                await self.fail(failures)
            claimed = [job for job in jobs if isinstance(job, Claimed)]
            if claimed or not rows:  # if all rows were bad, claim what waits behind them
                return claimed

    async def _claim(self, limit: int, lease: timedelta) -> object:
        arguments = {"p_limit": limit, "p_lease_seconds": int(lease.total_seconds())}
        if self._woken_by is None:
            return await self._call(f"claim_{self._name}", arguments) or []
        asked = {"p_webhook_id": self._woken_by, "p_queue": self._name, **arguments}
        rows = await self._call("claim_when_woken", asked)
        if rows is None:
            raise Replayed
        self._woken_by = None
        return rows

    def _claimed(self, row: _ClaimRow) -> Claimed[J] | Failed:
        lease = Lease(row.msg_id, row.read_ct, row.trace)
        try:
            return Claimed(lease, self._job.model_validate(row.model_extra), alone=row.alone)
        except ValidationError as error:
            with log_context(**row.trace):
                logger.error("job %s of %s: %s", lease.msg_id, self._name, _form(error))  # noqa: TRY400 - no texts
            return Failed(lease, "job_not_understood", NOT_A_JOB)

    async def finish(self, done: Sequence[Finished[R]]) -> set[int]:
        results = [{**_settled(one), **one.result.model_dump(mode="json")} for one in done]
        return set(
            _MSG_IDS.validate_python(await self._call(f"finish_{self._name}", {"p_results": results}) or [])
        )

    async def fail(self, failures: Sequence[Failed]) -> set[int]:
        rows = [
            {
                **_settled(one),
                "reason": one.reason,
                "error": one.error,
                "is_final": one.is_final,
                "retry_after_seconds": None
                if one.retry_after is None
                else int(one.retry_after.total_seconds()),
            }
            for one in failures
        ]
        return set(
            _MSG_IDS.validate_python(
                await self._call("fail_messages", {"p_queue": self._name, "p_failures": rows}) or []
            )
        )

    async def _call(self, function: str, arguments: dict[str, Any]) -> object:
        try:
            response = await self._worker.rpc(function, arguments).execute()
        except (APIError, httpx.HTTPError) as error:
            fault = ResultRefused if _is_about_the_body(error) else QueueUnavailable
            raise fault(f"{function}: {reason_code(error)}") from error
        except ValueError as error:  # for example half a surrogate pair, which cannot be sent
            raise ResultRefused(f"{function}: not JSON ({type(error).__name__})") from None
        return response.data


def _is_about_the_body(error: APIError | httpx.HTTPError) -> bool:
    """Whether the database might take another body, because its SQLSTATE is about this one."""
    code = (error.code or "") if isinstance(error, APIError) else ""
    if code == _NOT_JSON or code in _TAKEN_UP_WITH_THE_BODY:
        return True
    return len(code) == 5 and code[:2] not in _OUT_OF_REACH


def _form(error: ValidationError) -> str:
    """Where the row differs from the model: paths of columns and kinds of errors, no values."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return ", ".join(f"{'.'.join(map(str, one['loc']))}: {one['type']}" for one in found)


def _settled(one: Finished[R] | Failed) -> dict[str, Any]:
    row: dict[str, Any] = {"msg_id": one.lease.msg_id, "read_ct": one.lease.read_ct}
    if usage := one.meter.usage:
        row["usage"] = usage
    return row
