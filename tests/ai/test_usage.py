"""What is counted of a call, whatever comes of it, and where a budget ends it."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.ai.questions import GOOD, QUESTION
from tests.foundation.budget_scopes import TODAY, budget_scope
from tests.foundation.openai_server import (
    INPUT_TOKENS,
    OUTPUT_TOKENS,
    OpenAIServer,
    Reply,
    answer,
    body,
    drop,
    error,
    failed,
    hang,
    incomplete,
    refusal,
    response,
)
from wellio.ai.ask import ask
from wellio.ai.budget import ACCOUNT_SPENT, CLIENT_SPENT, Allowance, BudgetScope, DailyBudget
from wellio.ai.errors import AIBudgetSpent, AIError, AIUnavailable
from wellio.ai.openai import OpenAI, OpenAIModel
from wellio.ai.settings import AISettings
from wellio.queue.protocol import Meter

ONE_CALL = Counter(calls=1, input_tokens=INPUT_TOKENS, output_tokens=OUTPUT_TOKENS)


async def test_an_answer_is_one_call_with_its_tokens(server: OpenAIServer, model: OpenAIModel) -> None:
    server.play(GOOD)
    meter = Meter()
    await ask(model, QUESTION, Allowance(meter))
    assert meter.spent == ONE_CALL


async def test_an_answer_that_does_not_say_what_it_cost_is_still_a_call(
    server: OpenAIServer, model: OpenAIModel
) -> None:
    for nonsense in (None, {}, {"input_tokens": "many"}, {"input_tokens": -5, "output_tokens": None}):
        server.play(response(content=[], usage=nonsense))
        meter = Meter()
        with pytest.raises(AIError):
            await ask(model, QUESTION, Allowance(meter))
        assert meter.spent == Counter(calls=1)


@pytest.mark.parametrize(
    "reply",
    [
        refusal(),
        incomplete("max_output_tokens"),
        incomplete("content_filter"),
        answer("?"),
        failed("server_error"),
    ],
    ids=["refused", "cut off", "filtered", "not JSON", "failed inside"],
)
async def test_a_call_without_a_useful_answer_has_cost_as_much(
    server: OpenAIServer, model: OpenAIModel, reply: Reply
) -> None:
    server.play(reply)
    meter = Meter()
    with pytest.raises(AIError):
        await ask(model, QUESTION, Allowance(meter))
    assert meter.spent == ONE_CALL


@pytest.mark.parametrize(
    "reply",
    [error(429), error(401), error(400), error(500), body(502, "<html>", media_type="text/html"), drop],
    ids=["429", "401", "400", "500", "502 page", "dropped"],
)
async def test_a_call_that_was_turned_away_costs_nothing(
    server: OpenAIServer, model: OpenAIModel, reply: Reply
) -> None:
    server.play(reply)
    budget, client, meter = DailyBudget(1), budget_scope(), Meter()
    for _ in range(3):
        with pytest.raises(AIError) as caught:
            await ask(model, QUESTION, budget.of(client, meter))
        assert not isinstance(caught.value, AIBudgetSpent)
    assert meter.spent == Counter()


async def test_a_call_that_nobody_waited_for_any_longer_is_counted(server: OpenAIServer) -> None:
    server.play(hang)
    service = OpenAI(server.settings(openai_timeout_seconds=0.2))
    model = service.model("gpt-5-mini")
    meter = Meter()
    with pytest.raises(AIError):
        await ask(model, QUESTION, Allowance(meter))
    assert meter.spent == Counter(calls=1)
    await service.aclose()


async def test_of_a_retry_only_the_answered_call_is_counted(server: OpenAIServer) -> None:
    server.play(error(500), GOOD)
    service = OpenAI(server.settings(openai_max_retries=1))
    model = service.model("gpt-5-mini")
    meter = Meter()
    await ask(model, QUESTION, Allowance(meter))
    assert meter.spent == ONE_CALL
    await service.aclose()


async def test_jobs_side_by_side_are_counted_apart(server: OpenAIServer, model: OpenAIModel) -> None:
    server.play(GOOD)

    async def job(calls: int) -> Meter:
        meter = Meter()
        for _ in range(calls):
            await ask(model, QUESTION, Allowance(meter))
        return meter

    meters = await asyncio.gather(*(job(calls) for calls in (1, 3, 2)))
    assert [meter.spent["calls"] for meter in meters] == [1, 3, 2]


async def test_outside_a_meter_calls_are_as_free_as_ever(server: OpenAIServer, model: OpenAIModel) -> None:
    server.play(GOOD)
    assert (await ask(model, QUESTION)).kilograms == 67.5


async def test_past_the_budget_no_request_leaves(server: OpenAIServer, model: OpenAIModel) -> None:
    server.play(GOOD)
    allowance = DailyBudget(2).of(budget_scope(), meter := Meter())
    await ask(model, QUESTION, allowance)
    await ask(model, QUESTION, allowance)
    with pytest.raises(AIBudgetSpent):
        await ask(model, QUESTION, allowance)
    assert meter.spent["calls"] == len(server.requests) == 2


async def test_what_is_read_at_once_shares_the_budget(server: OpenAIServer, model: OpenAIModel) -> None:
    server.play(GOOD)
    budget, client = DailyBudget(3), budget_scope()

    async def job() -> str:
        try:  # claimed together: the database knows of none of them yet
            await ask(model, QUESTION, budget.of(client))
        except AIBudgetSpent:
            return "spent"
        return "read"

    outcomes = await asyncio.gather(*(job() for _ in range(8)))
    assert (outcomes.count("read"), len(server.requests)) == (3, 3)


def taken(budget: DailyBudget, *clients: BudgetScope) -> list[str | None]:
    """Each takes a call, in turn; for each None, or why there was none."""
    answers: list[str | None] = []
    for client in clients:
        try:
            budget.of(client).take()
            answers.append(None)
        except AIBudgetSpent as spent:
            answers.append(str(spent))
    return answers


@pytest.mark.parametrize(
    ("spent", "left"), [(0, 3), (1, 2), (3, 0), (50, 0)], ids=["none", "one", "all", "more than all"]
)
def test_calls_that_the_database_knows_of_count(spent: int, left: int) -> None:
    of_client = taken(DailyBudget(3), *[budget_scope(uuid4(), spent=spent)] * 5)
    assert of_client == [None] * left + [CLIENT_SPENT] * (5 - left)
    of_account = taken(DailyBudget(9, 3), *[budget_scope(account_spent=spent)] * 5)
    assert of_account == [None] * left + [ACCOUNT_SPENT] * (5 - left)


def test_calls_of_this_process_are_not_counted_twice_once_handed_in() -> None:
    client, account = uuid4(), uuid4()
    claims = [budget_scope(client, account, spent=known, account_spent=known) for known in (0, 1, 1, 2)]
    assert taken(DailyBudget(3, 3), *claims) == [None, None, None, CLIENT_SPENT]


def test_the_next_day_begins_anew_and_each_client_has_their_own() -> None:
    client, tomorrow = uuid4(), TODAY + timedelta(days=1)
    claims = [
        budget_scope(client),
        budget_scope(client),
        budget_scope(),
        budget_scope(client, today=tomorrow),
    ]
    assert taken(DailyBudget(1), *claims) == [None, CLIENT_SPENT, None, None]


def test_clients_of_one_account_share_its_calls_and_each_has_no_more_than_their_own() -> None:
    account, anna, boris = uuid4(), uuid4(), uuid4()
    claims = [budget_scope(client, account) for client in (anna, anna, anna, boris, boris)]
    assert taken(DailyBudget(2, 3), *claims) == [None, None, CLIENT_SPENT, None, ACCOUNT_SPENT]
    assert taken(DailyBudget(2, 3), budget_scope(anna, account), budget_scope()) == [None, None]


def test_a_client_who_is_made_anew_does_not_open_the_budget_of_the_account_anew() -> None:
    account = uuid4()
    assert taken(DailyBudget(9, 2), *(budget_scope(uuid4(), account) for _ in range(3))) == [
        None,
        None,
        ACCOUNT_SPENT,
    ]


def test_what_is_refused_by_one_budget_is_taken_from_neither() -> None:
    client, account = uuid4(), uuid4()
    budget = DailyBudget(1, 2)
    claims = [budget_scope(client, account)] * 5 + [budget_scope(uuid4(), account)]
    assert taken(budget, *claims) == [None, *[CLIENT_SPENT] * 4, None]


def test_what_is_given_back_is_given_back_to_both() -> None:
    client, account = uuid4(), uuid4()
    budget = DailyBudget(1, 1)
    allowance = budget.of(budget_scope(client, account))
    allowance.take()
    allowance.record(None)
    assert taken(budget, budget_scope(client, account), budget_scope(uuid4(), account)) == [
        None,
        ACCOUNT_SPENT,
    ]


def test_without_a_limit_an_account_pays_for_as_many_as_its_clients_have() -> None:
    account = uuid4()
    assert taken(DailyBudget(1), *(budget_scope(uuid4(), account) for _ in range(50))) == [None] * 50


def test_days_that_are_over_are_forgotten() -> None:
    budget = DailyBudget(1)
    for day in range(60):
        for _ in range(10):
            budget.of(budget_scope(today=TODAY + timedelta(days=day))).take()
    assert len(budget._spent) == 20  # of the last day: clients and accounts


def test_a_call_that_ends_after_its_day_is_given_back_to_that_day() -> None:
    client, account = uuid4(), uuid4()
    budget = DailyBudget(1, 1)
    late = budget.of(budget_scope(client, account))
    late.take()
    tomorrow = budget_scope(client, account, today=TODAY + timedelta(days=1))
    assert taken(budget, tomorrow) == [None]
    late.record(None)
    assert taken(budget, tomorrow) == [CLIENT_SPENT]


def test_a_claim_of_yesterday_that_comes_late_brings_nothing_of_yesterday_along() -> None:
    client, account = uuid4(), uuid4()
    budget = DailyBudget(1, 1)
    budget.of(budget_scope(today=TODAY + timedelta(days=1)))
    assert taken(budget, budget_scope(client, account, spent=1, account_spent=1)) == [None]


@pytest.mark.parametrize(
    ("budget", "reason"), [(DailyBudget(0), CLIENT_SPENT), (DailyBudget(1, 0), ACCOUNT_SPENT)]
)
def test_a_budget_of_nothing_allows_nothing(budget: DailyBudget, reason: str) -> None:
    assert taken(budget, budget_scope()) == [reason]


async def test_who_pays_is_told_with_what_was_spent(server: OpenAIServer, model: OpenAIModel) -> None:
    server.play(GOOD)
    client, meter = budget_scope(), Meter()
    await ask(model, QUESTION, DailyBudget(1).of(client, meter))
    assert meter.account_id == client.account_id


@pytest.mark.parametrize(
    ("written", "calls"), [(None, 2000), ("", 2000), ("off", None), ("0", 0), ("7", 7)], ids=str
)
def test_the_budget_of_an_account_is_set_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, written: str | None, calls: int | None
) -> None:
    if written is not None:
        monkeypatch.setenv("AI_DAILY_CALLS_PER_COACH", written)
    assert AISettings(_env_file=None).ai_daily_calls_per_coach == calls


async def test_a_call_that_was_turned_away_leaves_room_for_its_retry(server: OpenAIServer) -> None:
    server.play(error(500))
    service = OpenAI(server.settings(openai_max_retries=1))
    model = service.model("gpt-5-mini")
    with pytest.raises(AIUnavailable):
        await ask(model, QUESTION, DailyBudget(1).of(budget_scope()))
    assert len(server.requests) == 2
    await service.aclose()


@pytest.mark.parametrize(
    ("model", "knobs", "effort"),
    [
        ("gpt-5-mini", {}, {"effort": "low"}),
        ("gpt-5.1", {"openai_reasoning_effort": "medium"}, {"effort": "medium"}),
        ("o4-mini", {}, {"effort": "low"}),
        ("gpt-5-mini", {"openai_reasoning_effort": None}, None),
        ("gpt-5-chat-latest", {}, None),
        ("gpt-4.1-mini", {}, None),
        ("ours", {}, None),
    ],
)
async def test_only_models_that_reason_are_told_how_hard(
    server: OpenAIServer, model: str, knobs: dict[str, Any], effort: dict[str, str] | None
) -> None:
    server.play(GOOD)
    service = OpenAI(server.settings(**knobs))
    await service.model(model).answer(QUESTION)
    assert server.requests[0].get("reasoning") == effort
    await service.aclose()


@pytest.mark.parametrize(("written", "effort"), [("off", None), ("high", "high"), ("", "low")])
def test_the_effort_is_switched_off_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, written: str, effort: str | None
) -> None:
    monkeypatch.setenv("OPENAI_REASONING_EFFORT", written)
    assert AISettings(_env_file=None).openai_reasoning_effort == effort
