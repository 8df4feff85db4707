"""Writing one report: a model that fails is asked again, and at the last attempt replaced by the template."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import pytest

from tests.ai.spenders import spender
from wellio.ai.budget import DailyBudget, call_begins
from wellio.ai.provider import (
    AICutOff,
    AIError,
    AIInvalidAnswer,
    AIMisconfigured,
    AIRateLimited,
    AIRefused,
    AITimeout,
    AIUnavailable,
)
from wellio.foundation.rows import Spender
from wellio.progress.reading.formats import Classification, LogInput, Parsed
from wellio.progress.reports.facts import Facts, WeeklyReport
from wellio.progress.reports.template import TEMPLATE, render_report
from wellio.progress.reports.write import ReportJob, write_report
from wellio.queue.protocol import MAX_ATTEMPTS, Claimed, Lease

FACTS = {
    "client_name": "Anna",
    "locale": "en",
    "week_start": "2026-03-02",
    "week_end": "2026-03-08",
    "plan": {"calories_target_per_day": 1700, "protein_target_g": None, "workouts_per_week_target": 3},
    "aggregates": {"days_with_data": 4, "avg_calories": 1650, "workouts_count": 2, "a_key_of_tomorrow": 1},
    "flags": {"missing_data_days": 3},
}
FAULTS = [
    AITimeout,
    AIRateLimited,
    AIUnavailable,
    AIRefused,
    AICutOff,
    AIInvalidAnswer,
    AIMisconfigured,
]


@dataclass
class Writer:
    """Writes what it is told to, or fails."""

    answer: WeeklyReport | AIError
    name: str = "writer/1"

    async def classify(self, log: LogInput) -> Classification:
        raise AssertionError("a report is written without reading logs")

    async def parse(self, log: LogInput, classification: Classification) -> Parsed:
        raise AssertionError("a report is written without reading logs")

    async def weekly_report(self, facts: Facts) -> WeeklyReport:
        if isinstance(self.answer, AIError):
            raise self.answer
        return self.answer


@dataclass
class Model(Writer):
    """Costs a call for every report."""

    asked: int = 0

    async def weekly_report(self, facts: Facts) -> WeeklyReport:
        call_begins()
        self.asked += 1
        return await super().weekly_report(facts)


def claimed(attempt: int = 1) -> Claimed[ReportJob]:
    return Claimed(Lease(msg_id=1, read_ct=attempt), ReportJob(report_id=uuid4(), facts=FACTS))


async def test_what_the_provider_writes_is_kept_with_the_facts_as_they_came() -> None:
    job = claimed()
    report = WeeklyReport(coach="For the coach.", client="For you.", generated_by="writer/1")
    result = await write_report(job, Writer(report))
    assert result.model_dump() == {
        "report_id": job.job.report_id,
        "facts": FACTS,
        "generated_by": "writer/1",
        "texts": {"coach": "For the coach.", "client": "For you."},
    }


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("attempt", [1, MAX_ATTEMPTS - 1])
async def test_a_failing_model_is_asked_again_later(fault: type[AIError], attempt: int) -> None:
    with pytest.raises(fault):
        await write_report(claimed(attempt), Writer(fault("Not now.")))


REPORT = WeeklyReport(coach="For the coach.", client="For you.", generated_by="writer/1")


def claimed_for(client: Spender) -> Claimed[ReportJob]:
    job = ReportJob(report_id=uuid4(), facts=FACTS, client=client)
    return Claimed(Lease(msg_id=1, read_ct=1), job)


async def test_a_report_is_paid_from_the_days_budget_of_its_client_and_past_it_the_template_writes() -> None:
    model, budget, client = Model(REPORT), DailyBudget(3), spender(spent=1)
    results = [await write_report(claimed_for(client), model, budget) for _ in range(4)]
    assert model.asked == 2
    assert [one.generated_by for one in results] == ["writer/1", "writer/1", TEMPLATE, TEMPLATE]
    assert (await write_report(claimed_for(spender()), model, budget)).generated_by == "writer/1"


async def test_what_logs_have_cost_is_not_there_for_reports() -> None:
    model, budget, client = Model(REPORT), DailyBudget(1), spender()
    budget.of(client).take()
    assert (await write_report(claimed_for(client), model, budget)).generated_by == TEMPLATE


@pytest.mark.parametrize("of_account", [False, True], ids=["the client's", "the account's"])
async def test_past_either_budget_the_template_writes(of_account: bool) -> None:
    model, budget = Model(REPORT), DailyBudget(1, 1)
    spent = spender(account_spent=1) if of_account else spender(spent=1)
    assert (await write_report(claimed_for(spent), model, budget)).generated_by == TEMPLATE
    assert model.asked == 0


async def test_of_a_week_without_data_no_model_is_asked() -> None:
    model = Model(REPORT)
    empty = FACTS | {"aggregates": {"days_with_data": 0}, "flags": {"missing_data_days": 7}}
    job = ReportJob(report_id=uuid4(), facts=empty, client=spender())
    result = await write_report(Claimed(Lease(msg_id=1, read_ct=1), job), model)
    assert (model.asked, result.generated_by) == (0, TEMPLATE)


@pytest.mark.parametrize("fault", FAULTS)
async def test_at_the_last_attempt_the_template_writes_for_a_failing_model(fault: type[AIError]) -> None:
    result = await write_report(claimed(MAX_ATTEMPTS), Writer(fault("Not now.")))
    template = render_report(Facts.model_validate(FACTS))
    assert result.generated_by == TEMPLATE
    assert (result.texts.coach, result.texts.client) == (template.coach, template.client)
    assert result.facts == FACTS
