"""A Python process whose clock is wrong: with this folder on PYTHONPATH, by CLOCK_OFFSET_SECONDS.

Loaded before anything else, so whatever asks for the time is told the wrong one. The monotonic clock, which
has no date, goes on as it is.
"""

import datetime
import os
import time

OFFSET = float(os.environ["CLOCK_OFFSET_SECONDS"])

right_time, right_time_ns = time.time, time.time_ns


class WrongDatetime(datetime.datetime):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> "WrongDatetime":
        return super().now(tz) + datetime.timedelta(seconds=OFFSET)

    @classmethod
    def utcnow(cls) -> "WrongDatetime":
        return cls.now(datetime.UTC).replace(tzinfo=None)


class WrongDate(datetime.date):
    @classmethod
    def today(cls) -> "WrongDate":
        return cls.fromordinal(WrongDatetime.now().toordinal())


time.time = lambda: right_time() + OFFSET
time.time_ns = lambda: right_time_ns() + int(OFFSET * 1e9)
datetime.datetime = WrongDatetime  # type: ignore[misc]
datetime.date = WrongDate  # type: ignore[misc]
