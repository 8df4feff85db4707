"""The commands of operations: `doctor`, `nudge`."""

from __future__ import annotations

import argparse
import asyncio
import sys

from wellio.foundation.commands import CommandRefused, Commands


def add_commands(commands: Commands) -> None:
    """Add them to the command line. A command imports what it needs when it runs."""
    doctor = commands.add_parser(
        "doctor",
        help="examine a deployed project and say what to do",
        description="Examines settings, database, queues, cron jobs and the way from the database to the "
        "functions and back. Exits with 1 when something has failed. Needs what the functions need, and "
        "FUNCTIONS_URL to call them from here as well.",
    )
    doctor.add_argument("--json", action="store_true", help="findings as JSON")
    doctor.add_argument("--model", action="store_true", help="ask the model once, which costs a call")
    doctor.set_defaults(run=_doctor)

    nudge = commands.add_parser(
        "nudge",
        help="wake the functions from outside the database",
        description="Sends the functions the signed call that the database sends them, for when pg_net is "
        "down. Needs WEBHOOK_SECRET.",
    )
    nudge.add_argument("--functions", required=True, metavar="URL", help="/process_logs follows")
    nudge.add_argument("--every", type=float, metavar="SECONDS", help="repeat until interrupted")
    nudge.set_defaults(run=_nudge)


def _doctor(options: argparse.Namespace) -> int:
    from wellio.ai.settings import ai_settings
    from wellio.foundation.settings import malformed_settings, settings
    from wellio.operations.doctor import examine
    from wellio.operations.findings import as_json, as_table, fail, is_healthy
    from wellio.operations.health import known_migrations

    findings = [fail(name, "is malformed", "See docs/configuration.md.") for name in malformed_settings()]
    if not findings:
        known = known_migrations()
        findings = asyncio.run(examine(settings(), ai_settings(), ask_model=options.model, migrations=known))
    sys.stdout.write(f"{as_json(findings) if options.json else as_table(findings)}\n")
    return 0 if is_healthy(findings) else 1


def _nudge(options: argparse.Namespace) -> int:
    from wellio.foundation.settings import settings
    from wellio.operations.nudge import sweep

    if not settings().webhook_secret:
        raise CommandRefused("set WEBHOOK_SECRET")

    async def work() -> int:
        refused = 0
        async for refusals in sweep(options.functions, settings().webhook_secret, options.every):
            for refusal in refusals:
                sys.stderr.write(f"nudge: {refusal}\n")
                refused = 2
        return refused

    try:
        return asyncio.run(work())
    except KeyboardInterrupt:
        return 0
