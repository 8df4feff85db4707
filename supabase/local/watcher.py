"""Ends the children of a process that is gone. Started by `processes.Nursery`, standard library only.

Reads lines from standard input: `+pid` registers a child, `-pid` forgets it. At the end of the input every
registered child gets SIGQUIT or SIGTERM (Postgres stops at once on SIGQUIT), then SIGKILL.
"""

import contextlib
import os
import signal
import sys
import time

GRACE_SECONDS = 6.0


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    pids: set[int] = set()
    for line in sys.stdin:
        mark, pid = line[0], int(line[1:])
        if mark == "+":
            pids.add(pid)
        else:
            pids.discard(pid)
    for pid in pids:
        send(pid, signal.SIGQUIT)
    deadline = time.monotonic() + GRACE_SECONDS
    while any(alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    for pid in pids:
        if alive(pid):
            send(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
