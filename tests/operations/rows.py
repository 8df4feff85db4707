"""What each function of operations is asked."""

from __future__ import annotations

from tests.foundation.world import Arguments

CALLS: dict[str, Arguments] = {
    "health": lambda w, db: {},
    "ping_functions": lambda w, db: {},
    "ping_answers": lambda w, db: {"p_request_ids": []},
}
