"""Ends the children of a process that is gone. Started by `processes.Nursery`, standard library only.

Reads lines from standard input: `+pid signal` registers a child and what makes it end, `-pid` forgets it. At
the end of the input every registered child gets its signal, and SIGKILL when it is still there seconds later.
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
    pids: dict[int, signal.Signals] = {}
    for line in sys.stdin:
        numbers = [int(word) for word in line[1:].split()]
        if line.startswith("+"):
            pids[numbers[0]] = signal.Signals(numbers[1])
        else:
            pids.pop(numbers[0], None)
    for pid, number in pids.items():
        send(pid, number)
    deadline = time.monotonic() + GRACE_SECONDS
    while any(alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    for pid in pids:
        if alive(pid):
            send(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
