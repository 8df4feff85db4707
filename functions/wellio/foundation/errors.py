"""What work may raise to be tried again, or to be given up."""

from __future__ import annotations

from datetime import timedelta


class Retry(Exception):
    """The work failed and may succeed later.

    `reason` is a stable code such as `model_slow`, by which the web finds words. The message says the same in
    English. It is shown to people and quotes nothing they wrote.
    """

    def __init__(self, reason: str, message: str, after: timedelta | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.after = after


class GiveUp(Exception):
    """The work can never succeed. Reason and message are as in `Retry`."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
