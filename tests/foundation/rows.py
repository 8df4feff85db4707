"""What each function of the foundation is asked."""

from __future__ import annotations

from uuid import uuid4

from tests.foundation.world import Arguments

CALLS: dict[str, Arguments] = {"accept_webhook": lambda w, db: {"p_id": f"test_{uuid4().hex}"}}
