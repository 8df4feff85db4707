"""Who may call which function, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.security.api import Caller, verdict
from tests.security.calls import ABOUT_ANNA, Arguments
from tests.security.matrix import Cell, cells
from tests.security.world import Database, World

NO_LEASES: dict[str, Any] = {"p_limit": 0, "p_lease_seconds": 5}


def invite(world: World, db: Database) -> str:
    """The code of an invite of the coach for a client without an account."""
    code = uuid4().hex.upper()
    db.new_invite(db.new_client(world.coach.id)["id"], world.coach.id, code)
    return code


ARGUMENTS: dict[str, Arguments] = ABOUT_ANNA | {
    "invite_client": lambda w, db: {"client_id": db.new_client(w.coach.id)["id"]},
    "accept_invite": lambda w, db: {"code": invite(w, db)},
    "erase_client": lambda w, db: {
        "client_id": db.new_client(w.coach.id)["id"],
        "confirm_name": "Newcomer",
    },
    "revoke_coach": lambda w, db: {"client_id": db.new_client_with_account(w.coach.id)["id"]},
    "delete_account": lambda w, db: {"confirm_email": "somebody.else@example.com"},
    "accept_webhook": lambda w, db: {"p_id": f"test_{uuid4().hex}"},
    "claim_logs": lambda w, db: NO_LEASES,
    "claim_media": lambda w, db: {"p_log_id": db.new_log(w.client.client_id)["id"], "p_digests": []},
    "claim_reports": lambda w, db: NO_LEASES,
    "claim_erasures": lambda w, db: NO_LEASES,
    "log_history": lambda w, db: {
        "p_since": None,
        "p_client": w.client.client_id,
        "p_decided": False,
        "p_after_time": None,
        "p_after_id": None,
        "p_limit": 1,
    },
    "requeue_logs": lambda w, db: {"p_log_ids": []},
    "finish_logs": lambda w, db: {"p_results": []},
    "finish_reports": lambda w, db: {"p_results": []},
    "finish_erasures": lambda w, db: {"p_results": []},
    "fail_messages": lambda w, db: {"p_queue": "logs", "p_failures": []},
    "health": lambda w, db: {},
    "ping_functions": lambda w, db: {},
    "ping_answers": lambda w, db: {"p_request_ids": []},
}


@pytest.mark.parametrize("cell", cells("execute"), ids=str)
async def test_everybody_calls_only_what_they_may(
    cell: Cell, playground: World, caller: Callable[[World, str], Caller], db: Database
) -> None:
    arguments = ARGUMENTS[cell.name](playground, db)
    answer = await caller(playground, cell.actor).call(cell.name, arguments, cell.schema)
    assert verdict(answer) == cell.expected
