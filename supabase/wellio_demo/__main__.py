"""`python -m wellio_demo`: a coach, three clients and four weeks of their logs through the whole system.

Everything goes the real way: signed-in clients insert through REST under row-level security, the database
queues each log and wakes a cloud function, and the function reads it into events.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from rich.console import Console
from supabase import AuthError, PostgrestAPIError, StorageException

from wellio.ai.settings import AISettings
from wellio_demo.people import People, people
from wellio_demo.play import play, settings
from wellio_demo.scene import Scene
from wellio_local.project import ROOT
from wellio_local.services import web_app
from wellio_local.stack import instance
from wellio_local.stack.instance import State
from wellio_local.stack.stack import Stack

WIDTH_WITHOUT_TERMINAL = 100
CHECK_SECONDS = 0.5
INTERRUPTED = 130
EXPECTED = (
    RuntimeError,
    TimeoutError,
    ValueError,
    OSError,
    httpx.HTTPError,
    AuthError,
    PostgrestAPIError,
    StorageException,
)
"""Faults of a stack, which are told in a sentence without a traceback."""


def main(arguments: list[str] | None = None) -> int:
    """Run the demo; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m wellio_demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="stop after the summary")
    parser.add_argument("--instance", metavar="NAME", help="keep the data under .local/demo-NAME")
    options = parser.parse_args(arguments)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL)
    _treat_every_end_as_ctrl_c()
    try:
        with _stack(options.instance) as stack:
            return _run(stack, console, once=options.once)
    except KeyboardInterrupt:
        console.print("Stopped.")
        return INTERRUPTED
    except EXPECTED as error:
        failures = [str(error) or type(error).__name__]
    except ExceptionGroup as group:
        expected, bugs = group.split(EXPECTED)
        if bugs or not expected:
            raise
        failures = [str(error) or type(error).__name__ for error in _leaves(expected)]
    for failure in dict.fromkeys(failures):
        console.print(failure, style="red", soft_wrap=True, markup=False)
    return 1


def _run(stack: Stack, console: Console, *, once: bool) -> int:
    started = time.monotonic()
    everybody = people()
    with console.status("Building the web app"):
        web_app.build()
    with console.status("Starting the local Supabase"):
        stack.start()
    instance.publish(stack.home, State.of(stack))
    seconds = time.monotonic() - started
    console.print(f"Local Supabase is up after {seconds:.1f} s. Logs are read by {_reader()}.")

    problems = asyncio.run(_play(stack, console))

    _show_access(stack, everybody, console)
    for problem in problems:
        console.print(problem, style="bold red", markup=False)
    verdict = "Something is missing" if problems else "Nothing lost, everything read, every report there"
    console.print(f"{verdict}, after {time.monotonic() - started:.1f} s.")
    if once:
        console.print("It stops now; without --once it stays up, to be looked at.")
    else:
        console.print("It stays up until Ctrl-C.")
        _wait(stack, console)
    return 1 if problems else 0


async def _play(stack: Stack, console: Console) -> list[str]:
    async with Scene(stack, console, datetime.now(UTC)) as scene:
        return await play(scene)


def _wait(stack: Stack, console: Console) -> None:
    try:
        while True:
            if said := stack.revive():
                console.print(said, style="yellow", soft_wrap=True, markup=False)
            time.sleep(CHECK_SECONDS)
    except KeyboardInterrupt:
        return


@contextmanager
def _stack(name: str | None) -> Iterator[Stack]:
    """A stack with an empty database, on free ports. Without a name nothing of it is left afterwards."""
    if name is None:
        with instance.temporary("demo") as home:
            stack = Stack(home, settings=settings(), web=True)
            try:
                yield stack
            finally:
                _finish_in_peace()
                stack.destroy()
        return
    home = instance.home_of(f"demo-{name}")
    with instance.hold(home):
        stack = Stack(home, settings=settings(), web=True)
        _empty(stack, home)
        try:
            yield stack
        finally:
            _finish_in_peace()
            stack.stop()


def _empty(stack: Stack, home: Path) -> None:
    stack.postgres.destroy()
    for folder in ("storage", "logs"):
        shutil.rmtree(home / folder, ignore_errors=True)


def _reader() -> str:
    """Name the reader of logs that the functions will choose, from the same environment and `.env`."""
    settings = AISettings(_env_file=ROOT / ".env")
    if settings.mode == "rules":
        return "rules (no key set)" if not settings.openai_api_key else "rules (AI_MODE)"
    return f"{settings.openai_model} ({settings.mode})"


def _show_access(stack: Stack, everybody: People, console: Console) -> None:
    console.print("[bold]Have a look[/bold]")
    for label, value in (
        ("Web app", stack.web_url),
        ("Mail", stack.mail_url),
        ("API", stack.api_url),
        ("Functions", stack.functions_url),
        ("Database", stack.dsn),
        ("Publishable key", stack.publishable_key),
        ("Secret key", stack.secret_key),
        ("Coach", everybody.coach.email),
        ("Trainer", everybody.trainer.email),
        *(("Client", who.email) for who in everybody.clients),
        ("Password", f"{everybody.password} (everybody's)"),
    ):
        console.print(f"  {label:<16} {value}", soft_wrap=True, markup=False)


def _treat_every_end_as_ctrl_c() -> None:
    """Handle Ctrl-C also in the background, where a shell ignores SIGINT."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: signal.raise_signal(signal.SIGINT))


def _finish_in_peace() -> None:
    """Ignore signals from here on, because only a second of tidying up is left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _leaves(error: Exception) -> Iterator[Exception]:
    if isinstance(error, ExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error


if __name__ == "__main__":
    sys.exit(main())
