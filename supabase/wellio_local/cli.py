"""`python -m wellio_local`: the local Supabase from the command line."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

from rich.console import Console

from wellio.__main__ import main as wellio
from wellio_local.project import INSTANCES, ROOT
from wellio_local.services import web_app
from wellio_local.stack import instance
from wellio_local.stack.binaries import SetupError, private_folder
from wellio_local.stack.instance import State
from wellio_local.stack.processes import log_file
from wellio_local.stack.secrets_file import Secrets
from wellio_local.stack.stack import Stack

console = Console(highlight=False)
START_SECONDS = 120.0
STOP_SECONDS = 30.0


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Return its exit code."""
    options = _parser().parse_args(arguments)
    options.of_all, options.instance = options.instance is None, options.instance or "default"
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except (RuntimeError, TimeoutError, ValueError) as error:
        console.print(str(error), style="red", soft_wrap=True, markup=False)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m wellio_local", description="Supabase on this machine, without Docker."
    )
    parser.add_argument(
        "--instance", type=_name, help="name of the instance (default: default; for clean: all of them)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=command)
        return sub

    up = add("up", _up, "start everything and print URLs and keys; Ctrl-C stops it")
    up.add_argument("--detach", action="store_true", help="return when it is up; `down` stops it")
    up.add_argument("--bare", action="store_true", help="apply no migrations, serve no web app")
    add("down", _down, "stop an instance; its data stays")
    add("status", _status, "print URLs and keys of a running instance")
    add("reset", _reset, "delete the data of an instance that is not running")

    add(
        "clean",
        _clean,
        "delete the data of all instances and what they share, or of the named one; none may be running",
    )

    doctor = add("doctor", _doctor, "examine a running instance like a deployed project")
    doctor.add_argument("--json", action="store_true", help="findings as JSON")
    add("web", _web, "build the web app if its sources have changed")
    return parser


def _name(text: str) -> str:
    """Check the name of an instance. It names a folder that can be deleted, so it must not lead elsewhere."""
    if not re.fullmatch(r"\w[\w.-]*", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a valid name of an instance")
    return text


def _up(options: argparse.Namespace) -> int:
    if options.detach:
        return _up_detached(options)
    home = instance.home_of(options.instance)
    with instance.hold(home):
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: stop.set())
        confirms = os.environ.get("CONFIRM_EMAIL") == "1"
        stack = Stack(
            home, durable=True, migrate=not options.bare, web=not options.bare, confirms_email=confirms
        )
        try:
            started = time.monotonic()
            with console.status("Starting the local Supabase"):
                stack.start()
            state = State.of(stack)
            instance.publish(home, state)
            _show(options.instance, state)
            console.print(f"Up after {time.monotonic() - started:.1f} s. Ctrl-C stops it.")
            while not stop.wait(0.5):
                if said := stack.revive():
                    console.print(said, style="yellow", soft_wrap=True, markup=False)
        finally:
            stack.stop()
    return 0


def _up_detached(options: argparse.Namespace) -> int:
    home = instance.home_of(options.instance)
    if state := instance.read(home):
        _show(options.instance, state)
        return 0
    log = home / "logs" / "up.log"
    log.unlink(missing_ok=True)
    command = [sys.executable, "-m", "wellio_local", "--instance", options.instance, "up"]
    with log_file(log) as output:
        process = subprocess.Popen(  # noqa: S603 - ourselves
            command + (["--bare"] if options.bare else []),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while not (state := instance.read(home)):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SetupError(f"The local Supabase did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)
    _show(options.instance, state)
    return 0


def _down(options: argparse.Namespace) -> int:
    home = instance.home_of(options.instance)
    state = instance.read(home)
    if state is None:
        console.print(f"{options.instance} is not running.")
        return 0
    os.kill(state.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while instance.is_held(home):
        if time.monotonic() > deadline:
            raise TimeoutError(f"Process {state.pid} did not stop within {STOP_SECONDS:.0f} s.")
        time.sleep(0.1)
    console.print(f"{options.instance} is stopped.")
    return 0


def _status(options: argparse.Namespace) -> int:
    state = instance.read(instance.home_of(options.instance))
    if state is None:
        console.print(f"{options.instance} is not running.")
        return 1
    _show(options.instance, state)
    return 0


def _doctor(options: argparse.Namespace) -> int:
    home = instance.home_of(options.instance)
    state = instance.read(home)
    if state is None:
        console.print(f"{options.instance} is not running.")
        return 1
    os.environ |= {
        "SUPABASE_URL": state.api_url,
        "SUPABASE_SECRET_KEY": state.secret_key,
        "FUNCTIONS_URL": state.functions_url,
        "WEBHOOK_SECRET": Secrets.load_or_make(home / "secrets.json").webhook_secret,
    }
    return wellio(["doctor", *(["--json"] if options.json else [])])


def _reset(options: argparse.Namespace) -> int:
    home = instance.home_of(options.instance)
    with instance.hold(home):
        if (home / "secrets.json").exists():
            Stack(home).destroy()
    console.print(f"{options.instance} is empty.")
    return 0


def _web(_: argparse.Namespace) -> int:
    with console.status("Building the web app"):
        built = web_app.build()
    console.print("The web app is built." if built else "The web app was built already.")
    return 0


def _clean(options: argparse.Namespace) -> int:
    homes = [instance.home_of(options.instance)]
    if options.of_all:
        homes = sorted(path for path in INSTANCES.glob("*") if path.is_dir())
    running: list[str] = []
    with ExitStack() as held:
        for home in homes:
            try:
                held.enter_context(instance.hold(home))
            except instance.AlreadyRunningError:
                running.append(home.name)
        if running:
            raise SetupError(f"Nothing was deleted. Stop these instances first: {', '.join(running)}")
        for home in homes:
            for folder in {home, private_folder(home)}:
                shutil.rmtree(folder)
    return 0


def _show(name: str, state: State) -> None:
    console.print(f"[bold]Local Supabase · {name}[/bold]")
    for label, value in (
        *([("Web app", state.web_url)] if state.web_url else []),
        *([("Mail", state.mail_url)] if state.mail_url else []),
        ("API", state.api_url),
        ("Functions", state.functions_url),
        ("Database", state.dsn),
        ("Publishable key", state.publishable_key),
        ("Secret key", state.secret_key),
        ("Logs", state.logs),
    ):
        console.print(f"  {label:<16} {value}", soft_wrap=True, markup=False)
