"""What work may raise to be tried again, or to be given up."""

from __future__ import annotations

from datetime import timedelta


class Retry(Exception):
    """The work failed and may succeed later. `reason` is shown to people and quotes nothing they wrote."""

    def __init__(self, reason: str, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after


class GiveUp(Exception):
    """The work can never succeed. `reason` is shown to people and quotes nothing they wrote."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
