"""`python -m wellio_deploy`: prints the steps; with `CONFIRM=1` in the environment runs them."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from wellio_deploy.steps import SUPABASE, Step, steps
from wellio_deploy.target import SECRETS, BadTarget, Target
from wellio_local.project import ROOT

PROGRAMS = {
    SUPABASE: "run `make setup`",
    "gcloud": "https://cloud.google.com/sdk/docs/install, then `gcloud auth login`",
    "curl": "install it with your system's package manager",
}
OURS = {*SECRETS, "OPENAI_API_KEY"}
"""Given only to the steps that need them."""


def main() -> int:
    """0 when all went well, 1 when a step failed, 2 when something is missing."""
    try:
        target = Target.of_environment()
    except BadTarget as error:
        sys.stderr.write(f"{error}\n")
        return 2
    todo = steps(target)
    missing = [
        f"{Path(name).name} is not installed: {cure}" for name, cure in PROGRAMS.items() if not _found(name)
    ]
    missing += target.missing()
    if os.environ.get("CONFIRM") != "1":
        _print(todo)
        if missing:
            _say("\nNeeded before CONFIRM=1:\n" + "\n".join(f"  {line}" for line in missing))
        _say("\nNothing was run. With CONFIRM=1 these steps are.")
        return 0
    if missing:
        sys.stderr.write("\n".join(missing) + "\n")
        return 2
    return _run(todo)


def _found(program: str) -> bool:
    return shutil.which(program) is not None


def _print(todo: Sequence[Step]) -> None:
    for number, step in enumerate(todo, 1):
        _say(f"\n# {number}. {step.title}")
        if step.unless:
            says = " prints just that" if step.unless_it_says is not None else ""
            _say(f"# unless {_line(step.unless)}{says}")
        if step.secrets:
            _say(f"# with {', '.join(step.secrets)} in its environment")
        if step.feed is None:
            _say(_line(step.command))
        elif "\n" in step.feed:
            _say(f"{_line(step.command)} <<'STDIN'\n{step.feed}\nSTDIN")
        else:
            _say(f"{step.feed} | {_line(step.command)}")


def _run(todo: Sequence[Step]) -> int:
    plain = {name: value for name, value in os.environ.items() if name not in OURS}
    for number, step in enumerate(todo, 1):
        _say(f"\n[{number}/{len(todo)}] {step.title}")
        if _is_done(step, plain):
            _say("is so already")
            continue
        _say(_line(step.command))
        done = subprocess.run(  # noqa: S603 - the steps that were printed
            step.command,
            input=step.stdin if step.stdin is not None else "",
            env=plain | dict(step.secrets),
            cwd=ROOT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            sys.stderr.write(
                f"\nStep {number} ended with {done.returncode}. Mend it, and run the same command once more: "
                "what went before is done, and may be done again.\n"
            )
            return 1
    _say("\nDeployed.")
    return 0


def _is_done(step: Step, environment: dict[str, str]) -> bool:
    if step.unless is None:
        return False
    answer = subprocess.run(  # noqa: S603 - the checks that were printed
        step.unless,
        env=environment,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        return False
    return step.unless_it_says is None or answer.stdout == step.unless_it_says


def _line(command: Sequence[str]) -> str:
    """As a shell takes it, with paths from the project's folder."""
    return shlex.join(part.replace(f"{ROOT}/", "") for part in command)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
