"""What each function of the queue is asked."""

from __future__ import annotations

from uuid import uuid4

from tests.foundation.world import Arguments

CALLS: dict[str, Arguments] = {
    "claim_when_woken": lambda w, db: {
        "p_webhook_id": f"test_{uuid4().hex}",
        "p_queue": "logs",
        "p_limit": 0,
        "p_lease_seconds": 1,
    },
    "fail_messages": lambda w, db: {"p_queue": "logs", "p_failures": []},
}
