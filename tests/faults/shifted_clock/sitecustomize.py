"""A Python process whose clock is wrong: with this folder on PYTHONPATH, by CLOCK_OFFSET_SECONDS.

Loaded before anything else, so whatever asks for the time is told the wrong one. The monotonic clock, which has
no date, goes on as it is.
"""

import datetime
import os
import time

OFFSET = float(os.environ["CLOCK_OFFSET_SECONDS"])

_time, _time_ns = time.time, time.time_ns
_datetime, _date = datetime.datetime, datetime.date


class ShiftedDatetime(_datetime):
    @classmethod
    def now(cls, tz=None):  # type: ignore[no-untyped-def,override]
        return super().now(tz) + datetime.timedelta(seconds=OFFSET)

    @classmethod
    def utcnow(cls):  # type: ignore[no-untyped-def]
        return cls.now(datetime.UTC).replace(tzinfo=None)


class ShiftedDate(_date):
    @classmethod
    def today(cls):  # type: ignore[no-untyped-def]
        return ShiftedDatetime.now().date()


time.time = lambda: _time() + OFFSET
time.time_ns = lambda: _time_ns() + int(OFFSET * 1e9)
datetime.datetime = ShiftedDatetime  # type: ignore[misc]
