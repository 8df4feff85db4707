"""What is counted of a call, whatever comes of it, and where a budget ends it."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.ai.openai_server import (
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
    read,
    refusal,
    response,
    weight,
)
from wellio.ai.formats import LogInput
from wellio.ai.openai_provider import OpenAIProvider
from wellio.ai.provider import AIBudgetSpent, AIError, AIUnavailable
from wellio.ai.usage import DailyBudget, Usage, limited, metered
from wellio.settings import Settings

TODAY = date(2026, 3, 4)
LOG = LogInput(text="вес 67.5", today=TODAY, locale="ru")
ONE_CALL = Usage(1, INPUT_TOKENS, OUTPUT_TOKENS)


async def test_an_answer_is_one_call_with_its_tokens(server: OpenAIServer, provider: OpenAIProvider) -> None:
    server.play(read(**weight(67.5)))
    with metered() as usage:
        await provider.parse(LOG, await provider.classify(LOG))
    assert usage == ONE_CALL


async def test_an_answer_that_does_not_say_what_it_cost_is_still_a_call(
    server: OpenAIServer, provider: OpenAIProvider
) -> None:
    for nonsense in (None, {}, {"input_tokens": "many"}, {"input_tokens": -5, "output_tokens": None}):
        server.play(response(content=[], usage=nonsense))
        with metered() as usage, pytest.raises(AIError):
            await provider.classify(LOG)
        assert usage == Usage(calls=1)


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
    server: OpenAIServer, provider: OpenAIProvider, reply: Reply
) -> None:
    server.play(reply)
    with metered() as usage, pytest.raises(AIError):
        await provider.classify(LOG)
    assert usage == ONE_CALL


@pytest.mark.parametrize(
    "reply",
    [error(429), error(401), error(400), error(500), body(502, "<html>", media_type="text/html"), drop],
    ids=["429", "401", "400", "500", "502 page", "dropped"],
)
async def test_a_call_that_was_turned_away_costs_nothing(
    server: OpenAIServer, provider: OpenAIProvider, reply: Reply
) -> None:
    server.play(reply)
    budget, client = DailyBudget(1), uuid4()
    with metered() as usage, limited(budget.of(client, TODAY, 0)):
        for _ in range(3):
            with pytest.raises(AIError) as caught:
                await provider.classify(LOG)
            assert not isinstance(caught.value, AIBudgetSpent)
    assert usage == Usage()


async def test_a_call_that_nobody_waited_for_any_longer_is_counted(server: OpenAIServer) -> None:
    server.play(hang)
    provider = OpenAIProvider(server.settings(openai_timeout_seconds=0.2))
    with metered() as usage, pytest.raises(AIError):
        await provider.classify(LOG)
    assert usage == Usage(calls=1)
    await provider.aclose()


async def test_of_a_retry_only_the_answered_call_is_counted(server: OpenAIServer) -> None:
    server.play(error(500), read(**weight(67.5)))
    provider = OpenAIProvider(server.settings(openai_max_retries=1))
    with metered() as usage:
        await provider.classify(LOG)
    assert usage == ONE_CALL
    await provider.aclose()


async def test_jobs_side_by_side_are_counted_apart(server: OpenAIServer, provider: OpenAIProvider) -> None:
    server.play(read(**weight(67.5)))

    async def job(calls: int) -> Usage:
        with metered() as usage:
            for _ in range(calls):
                await provider.classify(LOG)
        return usage

    spent = await asyncio.gather(*(job(calls) for calls in (1, 3, 2)))
    assert [usage.calls for usage in spent] == [1, 3, 2]


async def test_outside_a_meter_calls_are_as_free_as_ever(
    server: OpenAIServer, provider: OpenAIProvider
) -> None:
    server.play(read(**weight(67.5)))
    assert (await provider.classify(LOG)).has_weight


async def test_past_the_budget_no_request_leaves(server: OpenAIServer, provider: OpenAIProvider) -> None:
    server.play(read(**weight(67.5)))
    budget, client = DailyBudget(2), uuid4()
    with metered() as usage, limited(budget.of(client, TODAY, 0)):
        await provider.classify(LOG)
        await provider.classify(LOG)
        with pytest.raises(AIBudgetSpent):
            await provider.classify(LOG)
    assert usage.calls == len(server.requests) == 2


async def test_what_is_read_at_once_shares_the_budget(server: OpenAIServer, provider: OpenAIProvider) -> None:
    server.play(read(**weight(67.5)))
    budget, client = DailyBudget(3), uuid4()

    async def job() -> str:
        with limited(budget.of(client, TODAY, 0)):  # claimed together: the database knows of none of them yet
            try:
                await provider.classify(LOG)
            except AIBudgetSpent:
                return "spent"
        return "read"

    outcomes = await asyncio.gather(*(job() for _ in range(8)))
    assert (outcomes.count("read"), len(server.requests)) == (3, 3)


@pytest.mark.parametrize(
    ("spent", "left"), [(0, 3), (1, 2), (3, 0), (50, 0)], ids=["none", "one", "all", "more than all"]
)
def test_calls_that_the_database_knows_of_count(spent: int, left: int) -> None:
    allowance = DailyBudget(3).of(uuid4(), TODAY, spent)
    assert [allowance.take() for _ in range(5)].count(True) == left


def test_calls_of_this_process_are_not_counted_twice_once_handed_in() -> None:
    budget, client = DailyBudget(3), uuid4()
    assert budget.of(client, TODAY, 0).take()
    assert budget.of(client, TODAY, 1).take()
    assert budget.of(client, TODAY, 1).take()
    assert not budget.of(client, TODAY, 2).take()


def test_the_next_day_begins_anew_and_each_client_has_their_own() -> None:
    budget, client = DailyBudget(1), uuid4()
    assert budget.of(client, TODAY, 0).take()
    assert not budget.of(client, TODAY, 0).take()
    assert budget.of(uuid4(), TODAY, 0).take()
    assert budget.of(client, TODAY + timedelta(days=1), 0).take()


def test_days_that_are_over_everywhere_are_forgotten() -> None:
    budget = DailyBudget(1)
    for day in range(60):
        for _ in range(10):
            assert budget.of(uuid4(), TODAY + timedelta(days=day), 0).take()
    assert len(budget._known) <= 30  # of three days: so many may be today at once, from west to east


def test_a_call_that_ends_long_after_its_day_is_given_back_to_nobody() -> None:
    budget = DailyBudget(1)
    late = budget.of(uuid4(), TODAY, 0)
    assert late.take()
    budget.of(uuid4(), TODAY + timedelta(days=9), 0)
    late.give_back()
    assert not late.take()


def test_a_budget_of_nothing_allows_nothing() -> None:
    assert not DailyBudget(0).of(uuid4(), TODAY, 0).take()


async def test_a_call_that_was_turned_away_leaves_room_for_its_retry(server: OpenAIServer) -> None:
    server.play(error(500))
    provider, budget, client = OpenAIProvider(server.settings(openai_max_retries=1)), DailyBudget(1), uuid4()
    with limited(budget.of(client, TODAY, 0)), pytest.raises(AIUnavailable):
        await provider.classify(LOG)
    assert len(server.requests) == 2
    await provider.aclose()


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
    server.play(read(**weight(67.5)))
    provider = OpenAIProvider(server.settings(openai_model=model, **knobs))
    await provider.classify(LOG)
    assert server.requests[0].get("reasoning") == effort
    await provider.aclose()


@pytest.mark.parametrize(("written", "effort"), [("off", None), ("high", "high"), ("", "low")])
def test_the_effort_is_switched_off_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, written: str, effort: str | None
) -> None:
    monkeypatch.setenv("OPENAI_REASONING_EFFORT", written)
    assert Settings(_env_file=None).openai_reasoning_effort == effort
