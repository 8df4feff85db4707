"""What each function of the queue is asked."""

from __future__ import annotations

from tests.foundation.world import Arguments

CALLS: dict[str, Arguments] = {"fail_messages": lambda w, db: {"p_queue": "logs", "p_failures": []}}
