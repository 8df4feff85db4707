"""Child processes that cannot outlive the process that started them.

A `Nursery` starts one tiny watcher next to its children. The watcher holds the reading end of a pipe; when
the owner goes away, for whatever reason (`SIGKILL` included), the pipe closes and the watcher ends every
child that is still registered. It needs nothing from the operating system but pipes and signals.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

WATCHER = Path(__file__).with_name("watcher.py")


@dataclass(frozen=True)
class Account:
    """The operating system account a child runs as."""

    name: str
    uid: int
    gid: int


class Child:
    """A process with its log, its signals and its end."""

    def __init__(
        self,
        name: str,
        popen: subprocess.Popen[bytes],
        *,
        log: Path,
        ends_on: signal.Signals,
        nursery: Nursery,
    ) -> None:
        self.name = name
        self.log = log
        self._ends_on = ends_on
        self._popen = popen
        self._nursery = nursery

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def returncode(self) -> int | None:
        """None while it runs."""
        return self._popen.poll()

    def ending(self) -> str:
        """Say how it ended and where its log is. After a signal the code is negative."""
        code = self.returncode
        number = f" ({signal.Signals(-code).name})" if code is not None and code < 0 else ""
        return f"The {self.name} ended with code {code}{number}. Its log is {self.log}"

    def send(self, number: signal.Signals) -> None:
        """Send a signal, unless the process has already ended."""
        if self._popen.poll() is None:
            self._popen.send_signal(number)

    def stop(self, timeout: float = 10) -> None:
        """Ask it to end, and wait. Kill it after `timeout` seconds."""
        self.send(self._ends_on)
        try:
            self._popen.wait(timeout)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
        self._nursery.forget(self)

    def kill(self) -> None:
        """End it as a crash would."""
        self.send(signal.SIGKILL)
        self._popen.wait()
        self._nursery.forget(self)

    def last_words(self, lines: int = 15) -> str:
        """Return the end of its log, for error messages."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class Nursery:
    """Starts children and guarantees that they end with their owner."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._children: dict[int, Child] = {}
        self._lock = threading.Lock()
        self._watcher: subprocess.Popen[bytes] | None = None
        self._closed = False
        atexit.register(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        account: Account | None = None,
        ends_on: signal.Signals = signal.SIGTERM,
    ) -> Child:
        """Start `command` with its output appended to `log`. `ends_on` is the signal that ends it cleanly.

        Raises `OSError` when the command cannot be run.
        """
        self._ensure_watcher()
        with log_file(log) as output:
            popen = subprocess.Popen(  # noqa: S603 - our own commands
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(env) if env is not None else None,
                cwd=cwd,
                start_new_session=True,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
        child = Child(name, popen, log=log, ends_on=ends_on, nursery=self)
        with self._lock:
            self._children[popen.pid] = child
            self._tell(f"+{popen.pid} {ends_on.value}")
        return child

    def forget(self, child: Child) -> None:
        """Stop watching a child that has ended, because its process id may be reused."""
        with self._lock:
            if self._children.pop(child.pid, None):
                self._tell(f"-{child.pid}")

    def close(self) -> None:
        """Stop every child, newest first, then the watcher. A second call does nothing."""
        if self._closed or os.getpid() != self._owner:
            return
        self._closed = True
        for child in reversed(list(self._children.values())):
            child.stop()
        if self._watcher is not None and self._watcher.stdin is not None:
            with contextlib.suppress(OSError):
                self._watcher.stdin.close()
            try:
                self._watcher.wait(10)
            except subprocess.TimeoutExpired:
                self._watcher.kill()
                self._watcher.wait()
        atexit.unregister(self.close)

    def _ensure_watcher(self) -> None:
        if self._closed:
            raise RuntimeError("the nursery is closed")
        if self._watcher is None:
            self._watcher = subprocess.Popen(  # noqa: S603 - our own file
                [sys.executable, "-I", "-S", str(WATCHER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _tell(self, line: str) -> None:
        pipe: IO[bytes] | None = self._watcher.stdin if self._watcher else None
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.write(f"{line}\n".encode())
                pipe.flush()


def log_file(path: Path) -> IO[bytes]:
    """Open a log to append to. Only its owner can read it, because logs may name people and keys."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    path.touch(mode=0o600)
    path.chmod(0o600)
    return path.open("ab")


def wait_until(ready: object, *, timeout: float, child: Child | None = None, every: float = 0.05) -> None:
    """Call `ready()` until it is true. Raises `TimeoutError`, or `RuntimeError` when `child` ends first."""
    if not callable(ready):
        raise TypeError("ready must be callable")
    deadline = time.monotonic() + timeout
    while not ready():
        if child is not None and child.returncode is not None:
            raise RuntimeError(f"{child.ending()}\nIt ends:\n{child.last_words()}")
        if time.monotonic() > deadline:
            name = child.name if child else "condition"
            said = f":\n{child.last_words()}" if child else ""
            raise TimeoutError(f"{name} was not ready after {timeout:.0f} s{said}")
        time.sleep(every)
