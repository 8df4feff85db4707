"""A complaint or a question reaches the coach whatever was counted beside it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tests.foundation.budget_scopes import budget_scope
from wellio.progress.logs.media import MediaStore
from wellio.progress.logs.read_log import LogJob, LogResult, LogRow, read_log
from wellio.progress.reading.formats import Image
from wellio.progress.reading.rules.concerns import COMPLAINT, QUESTION
from wellio.progress.reading.rules_reader import RulesReader


class NoPictures(MediaStore):
    async def load(self, path: str) -> Image:
        raise AssertionError(path)


async def reading(text: str, author: str = "client") -> LogResult:
    log = LogRow(
        id=uuid4(), raw_text=text, media_urls=(), source="smart_log", author_type=author,
        local_date=date(2026, 11, 30),
    )  # fmt: skip
    return await read_log(
        LogJob(log=log, client=budget_scope(today=log.local_date)), RulesReader(), NoPictures()
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [("вес 67.5, но колено болит", COMPLAINT), ("weight 151, is it ok?", QUESTION)],
)
async def test_what_was_read_counts_and_the_coach_is_told(text: str, reason: str) -> None:
    result = await reading(text)
    assert (result.status, result.reasons) == ("needs_review", [reason])
    assert [(event.event_type, event.status) for event in result.events] == [("weight", "auto")]


async def test_nobody_is_told_of_what_the_coach_wrote() -> None:
    result = await reading("вес 67.5, колено болит?", author="coach")
    assert (result.status, result.reasons) == ("processed", [])
