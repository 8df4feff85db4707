"""Writing one report: a model that fails is asked again, and at the last attempt replaced by the template."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.foundation.budget_scopes import budget_scope
from tests.foundation.scripted_model import ScriptedModel
from wellio.ai.budget import BudgetScope, DailyBudget
from wellio.ai.errors import AIError, AIInvalidAnswer, AIRefused, AIUnavailable
from wellio.progress.reports.facts import Facts
from wellio.progress.reports.question import PROMPT_VERSION
from wellio.progress.reports.template import TEMPLATE, render_report
from wellio.progress.reports.write import ReportJob, write_report
from wellio.progress.reports.writers import ModelWriter
from wellio.queue.protocol import MAX_ATTEMPTS, Claimed, Lease

FACTS = {
    "client_name": "Anna",
    "locale": "en",
    "week_start": "2026-03-02",
    "week_end": "2026-03-08",
    "plan": {"calories_target_per_day": 1700, "protein_target_g": None, "workouts_per_week_target": 3},
    "aggregates": {"days_with_data": 4, "avg_calories": 1650, "workouts_count": 2, "a_key_of_tomorrow": 1},
    "flags": {"missing_data_days": ["2026-03-02", "2026-03-03", "2026-03-04"]},
}
PASSING = [AIUnavailable, AIError]
"""Faults after which asking later may help."""
HOPELESS = [AIRefused, AIInvalidAnswer]
FAULTS = PASSING + HOPELESS
WRITTEN = f"scripted/1@{PROMPT_VERSION}"


ANSWER = {"coach_report": "For the coach.", "client_report": "For you."}


def writer_of(*answers: dict[str, str] | AIError) -> tuple[ModelWriter, ScriptedModel]:
    model = ScriptedModel(answers)
    return ModelWriter(model), model


def claimed(attempt: int = 1) -> Claimed[ReportJob]:
    return Claimed(Lease(msg_id=1, read_ct=attempt), ReportJob(report_id=uuid4(), facts=FACTS))


async def test_what_the_model_writes_is_kept_with_the_facts_as_they_came() -> None:
    job = claimed()
    writer, _ = writer_of(ANSWER)
    result = await write_report(job, writer)
    assert result.model_dump() == {
        "report_id": job.job.report_id,
        "facts": FACTS,
        "generated_by": WRITTEN,
        **ANSWER,
    }


@pytest.mark.parametrize("fault", PASSING)
@pytest.mark.parametrize("attempt", [1, MAX_ATTEMPTS - 1])
async def test_a_failing_model_is_asked_again_later(fault: type[AIError], attempt: int) -> None:
    with pytest.raises(fault):
        await write_report(claimed(attempt), writer_of(fault("a_reason", "Not now."))[0])


@pytest.mark.parametrize("fault", HOPELESS)
async def test_when_asking_again_cannot_help_the_template_writes_at_once(fault: type[AIError]) -> None:
    result = await write_report(claimed(), writer_of(fault("a_reason", "No."))[0])
    assert result.generated_by == TEMPLATE


def claimed_for(client: BudgetScope) -> Claimed[ReportJob]:
    job = ReportJob(report_id=uuid4(), facts=FACTS, client=client)
    return Claimed(Lease(msg_id=1, read_ct=1), job)


async def test_a_report_is_paid_from_the_days_budget_of_its_client_and_past_it_the_template_writes() -> None:
    (writer, model), budget, client = writer_of(ANSWER), DailyBudget(3), budget_scope(spent=1)
    results = [await write_report(claimed_for(client), writer, budget.of(client)) for _ in range(4)]
    assert len(model.asked) == 2
    assert [one.generated_by for one in results] == [WRITTEN, WRITTEN, TEMPLATE, TEMPLATE]
    other = budget_scope()
    assert (await write_report(claimed_for(other), writer, budget.of(other))).generated_by == WRITTEN


async def test_what_logs_have_cost_is_not_there_for_reports() -> None:
    (writer, _), budget, client = writer_of(ANSWER), DailyBudget(1), budget_scope()
    budget.of(client).take()
    assert (await write_report(claimed_for(client), writer, budget.of(client))).generated_by == TEMPLATE


@pytest.mark.parametrize("of_account", [False, True], ids=["the client's", "the account's"])
async def test_past_either_budget_the_template_writes(of_account: bool) -> None:
    (writer, model), budget = writer_of(ANSWER), DailyBudget(1, 1)
    spent = budget_scope(account_spent=1) if of_account else budget_scope(spent=1)
    assert (await write_report(claimed_for(spent), writer, budget.of(spent))).generated_by == TEMPLATE
    assert model.asked == []


async def test_of_a_week_without_data_no_model_is_asked() -> None:
    writer, model = writer_of(ANSWER)
    missing = [f"2026-03-0{day}" for day in range(2, 9)]
    empty = FACTS | {"aggregates": {"days_with_data": 0}, "flags": {"missing_data_days": missing}}
    job = ReportJob(report_id=uuid4(), facts=empty, client=budget_scope())
    result = await write_report(Claimed(Lease(msg_id=1, read_ct=1), job), writer)
    assert (model.asked, result.generated_by) == ([], TEMPLATE)


async def test_of_a_week_without_a_day_that_is_over_no_model_is_asked() -> None:
    writer, model = writer_of(ANSWER)
    begun = FACTS | {"details": {"days_over": 0}}
    job = ReportJob(report_id=uuid4(), facts=begun, client=budget_scope())
    result = await write_report(Claimed(Lease(msg_id=1, read_ct=1), job), writer)
    assert (model.asked, result.generated_by) == ([], TEMPLATE)


@pytest.mark.parametrize("fault", FAULTS)
async def test_at_the_last_attempt_the_template_writes_for_a_failing_model(fault: type[AIError]) -> None:
    result = await write_report(claimed(MAX_ATTEMPTS), writer_of(fault("a_reason", "Not now."))[0])
    template = render_report(Facts.model_validate(FACTS))
    assert result.generated_by == TEMPLATE
    assert (result.coach_report, result.client_report) == (template.coach_report, template.client_report)
    assert result.facts == FACTS
