"""What every model promises, the one of the tests too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ai.questions import QUESTION, Kilograms
from tests.foundation.budget_scopes import budget_scope
from tests.foundation.openai_server import OpenAIServer, answer, refusal
from tests.foundation.scripted_model import ScriptedModel
from wellio.ai.ask import ask
from wellio.ai.budget import DailyBudget
from wellio.ai.errors import AIError, AIInvalidAnswer, AIRefused, Cost
from wellio.ai.model import Draft, Model
from wellio.ai.openai import OpenAI
from wellio.queue.protocol import Meter

HEAVY, LIGHT = {"kilograms": 670.0}, {"kilograms": 67.5}
Maker = Callable[..., Model]


@pytest.fixture(params=["openai", "scripted"])
def playing(request: pytest.FixtureRequest, server: OpenAIServer, service: OpenAI) -> Maker:
    """Makes the model answer what it is given; None is a refusal."""

    def make(*answers: dict[str, float] | None) -> Model:
        if request.param == "scripted":
            refused = AIRefused("a_reason", "the model declined to answer", cost=Cost(900, 60))
            return ScriptedModel([one or refused for one in answers])
        server.play(*(answer(one) if one else refusal() for one in answers))
        return service.model("gpt-5-mini")

    return make


async def test_it_has_a_name_and_answers_in_the_form_of_the_question(playing: Maker) -> None:
    model = playing(LIGHT)
    answered = await model.answer(QUESTION)
    assert model.name
    assert answered.answer == Kilograms(kilograms=67.5)
    assert answered.cost == Cost(900, 60)


async def test_it_takes_drafts_and_what_was_wrong_with_them(playing: Maker) -> None:
    draft = Draft(Kilograms(kilograms=670), ["nobody weighs that"])
    assert (await playing(LIGHT).answer(QUESTION, [draft])).answer.kilograms == 67.5


async def test_a_refusal_is_an_error_that_has_cost_something(playing: Maker) -> None:
    with pytest.raises(AIRefused) as caught:
        await playing(None).answer(QUESTION)
    assert caught.value.cost == Cost(900, 60)


def checked(drafts: int):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(
        QUESTION, check=lambda a: ["nobody weighs that"] if a.kilograms > 300 else [], drafts=drafts
    )


async def test_an_answer_that_fails_its_check_is_asked_for_again(playing: Maker) -> None:
    meter = Meter()
    kilograms = await ask(playing(HEAVY, LIGHT), checked(2), DailyBudget(5).of(budget_scope(), meter))
    assert kilograms == Kilograms(kilograms=67.5)
    assert meter.spent == {"calls": 2, "input_tokens": 1800, "output_tokens": 120}


@pytest.mark.parametrize("drafts", [1, 2])
async def test_after_the_last_draft_nothing_is_passed_off_as_an_answer(playing: Maker, drafts: int) -> None:
    with pytest.raises(AIInvalidAnswer):
        await ask(playing(HEAVY), checked(drafts))


async def test_a_refusal_is_not_asked_again(playing: Maker) -> None:
    meter = Meter()
    with pytest.raises(AIError):
        await ask(playing(None, LIGHT), checked(3), DailyBudget(5).of(budget_scope(), meter))
    assert meter.spent["calls"] == 1
