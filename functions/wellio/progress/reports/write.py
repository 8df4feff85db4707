"""From a week's facts to a report in two voices."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from wellio.ai.budget import DailyBudget, limited
from wellio.ai.provider import AIBudgetSpent, AIError, AIProvider
from wellio.foundation.rows import Row, Spender
from wellio.progress.reports.facts import Facts, WeeklyReport
from wellio.progress.reports.template import render_report
from wellio.queue.protocol import Claimed

logger = logging.getLogger(__name__)


class ReportJob(Row):
    """One claimed row, besides its lease."""

    report_id: UUID
    facts: dict[str, Any]
    """As the database computed them; stored again unchanged beside the texts."""
    client: Spender | None = None
    """None where the database does not say: calls are then not limited."""


class ReportTexts(Row):
    coach: str
    client: str


class ReportResult(Row):
    """What `worker.finish_reports` stores."""

    report_id: UUID
    facts: dict[str, Any]
    generated_by: str
    texts: ReportTexts


async def write_report(
    claimed: Claimed[ReportJob], provider: AIProvider, budget: DailyBudget | None = None
) -> ReportResult:
    """Write one report. Past the day's budget, and on the last attempt of a failing model, the template
    writes: a plain report of the right numbers is better than none. So it does of a week without data, of
    which there is nothing to ask a model.

    Raises `AIError` on any earlier attempt, to be tried again.
    """
    facts, client = Facts.model_validate(claimed.job.facts), claimed.job.client
    allowance = budget.of(client) if budget and client else None
    with limited(allowance):
        report = await _report(facts, provider, is_last_attempt=claimed.lease.is_last_attempt)
    return ReportResult(
        report_id=claimed.job.report_id,
        facts=claimed.job.facts,
        generated_by=report.generated_by,
        texts=ReportTexts(coach=report.coach, client=report.client),
    )


async def _report(facts: Facts, provider: AIProvider, *, is_last_attempt: bool) -> WeeklyReport:
    if facts.aggregates.days_with_data == 0:
        return render_report(facts)
    try:
        return await provider.weekly_report(facts)
    except AIError as error:
        if not is_last_attempt and not isinstance(error, AIBudgetSpent):
            raise
        logger.warning("report from the template: %s", error.reason)
        return render_report(facts)
