"""From a week's facts to a report in two voices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wellio.ai.ask import with_fallback
from wellio.ai.budget import UNLIMITED, Allowance, BudgetScope
from wellio.foundation.rows import Row
from wellio.progress.reports.facts import Facts
from wellio.progress.reports.writers import ReportWriter, TemplateWriter
from wellio.queue.protocol import Claimed


class ReportJob(Row):
    """One claimed row, besides its lease."""

    report_id: UUID
    facts: dict[str, Any]
    """As the database computed them; stored again unchanged beside the texts."""
    client: BudgetScope | None = None
    """None where the database does not say; calls are then not limited."""


class ReportResult(Row):
    """What `worker.finish_reports` stores."""

    report_id: UUID
    facts: dict[str, Any]
    generated_by: str
    coach_report: str
    client_report: str


async def write_report(
    claimed: Claimed[ReportJob], writer: ReportWriter, allowance: Allowance = UNLIMITED
) -> ReportResult:
    """Write one report. The template writes it when the allowance is spent, when the model declines or gives no
    usable draft, on the last attempt, and for a week without data or without a day that is over, about which a
    model has nothing to say.

    Raises `AIError` on any earlier attempt, to be tried again.
    """
    facts, template = Facts.model_validate(claimed.job.facts), TemplateWriter()
    has_something_to_say = facts.aggregates.days_with_data > 0 and facts.details.days_over != 0
    report = await with_fallback(
        (writer if has_something_to_say else template).write(facts, allowance),
        lambda: template.write(facts),
        is_last_attempt=claimed.lease.is_last_attempt,
    )
    return ReportResult(
        report_id=claimed.job.report_id,
        facts=claimed.job.facts,
        generated_by=report.generated_by,
        coach_report=report.coach_report,
        client_report=report.client_report,
    )
