"""The command of billing: `reconcile`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

from wellio.foundation.commands import CommandRefused, Commands


def add_commands(commands: Commands) -> None:
    """Add it to the command line. The command imports what it needs when it runs."""
    reconcile = commands.add_parser(
        "reconcile",
        help="compare the payment provider with our books",
        description="Compares every payment that the provider has received with ours, and says what differs. "
        "Changes nothing. Exits with 1 when something differs. Needs STRIPE_SECRET_KEY.",
    )
    reconcile.add_argument("--days", type=int, default=30, help="how far back (default: 30)")
    reconcile.set_defaults(run=_reconcile)


def _reconcile(options: argparse.Namespace) -> int:
    from wellio.billing.providers import provider_of
    from wellio.billing.reconcile import differences
    from wellio.billing.settings import billing_settings
    from wellio.foundation.settings import settings
    from wellio.foundation.supabase import opened_client

    provider = provider_of(billing_settings())
    if provider is None:
        raise CommandRefused("set STRIPE_SECRET_KEY")
    since = datetime.now(UTC) - timedelta(days=options.days)

    async def work() -> list[str]:
        async with aclosing(provider), opened_client(settings()) as client:
            return await differences(provider, client, since)

    found = asyncio.run(work())
    sys.stdout.write("".join(f"{line}\n" for line in found) or "The provider and our books agree.\n")
    return 1 if found else 0
