"""What coaches and clients are told about logs and reports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.foundation.db import opened
from tests.notify.post import Post

TODAY = datetime.now(UTC).date()
EVENING = datetime(TODAY.year, TODAY.month, TODAY.day, 18, 5, tzinfo=UTC)


@pytest.fixture
async def post(database_url: str) -> AsyncIterator[Post]:
    async with opened(database_url) as db, db.undone():
        yield Post(db)


async def coaching(post: Post) -> tuple[str, str, str]:
    coach, account = await post.person(), await post.person("client")
    [client_id] = await post.db.clients(coach, ["UTC"])
    await post.db.rows("update public.clients set user_id = %s where id = %s", account, client_id)
    return coach, client_id, account


async def kinds(post: Post, user_id: str) -> list[str]:
    return [row["kind"] for row in await post.seen(user_id)]


async def test_a_coach_is_told_once_that_logs_wait_until_they_have_read_it(post: Post) -> None:
    coach, client_id, _ = await coaching(post)
    await post.db.read_log(client_id)
    await post.db.rows("select private.notify_reviews()")
    assert await kinds(post, coach) == []
    for _ in range(2):
        await post.db.read_log(client_id, status="needs_review")
        await post.db.rows("select private.notify_reviews()")
    [told] = await post.seen(coach)
    assert (told["kind"], told["body"]) == ("log_needs_review", "Waiting now: 1.")
    await post.call(coach, "select public.mark_all_notifications_read()")
    await post.db.rows(
        "select private.notify_reviews()"
    )  # the second log is newer than what they were told of
    await post.db.rows("select private.notify_reviews()")
    assert [one["body"] for one in await post.seen(coach)] in (
        ["Waiting now: 2.", "Waiting now: 1."],
        ["Waiting now: 1."],  # both within one transaction have one time
    )


@pytest.mark.parametrize(("days", "is_asked"), [(3, False), (4, True), (14, True), (15, False)])
async def test_three_whole_days_without_a_log_are_asked_about_once(
    post: Post, days: int, is_asked: bool
) -> None:
    coach, client_id, account = await coaching(post)
    await post.db.read_log(client_id, at=EVENING - timedelta(days=days), day=TODAY - timedelta(days=days))
    for hours in (-1, 0, 0, 24 if days != 3 else 0):
        await post.db.rows("select private.notify_silence(%s)", EVENING + timedelta(hours=hours))
    assert await kinds(post, account) == (["no_data"] if is_asked else [])
    assert await kinds(post, coach) == (["client_silent"] if is_asked else [])


async def test_an_excused_day_is_no_silence(post: Post) -> None:
    coach, client_id, account = await coaching(post)
    await post.db.read_log(client_id, at=EVENING - timedelta(days=5), day=TODAY - timedelta(days=5))
    await post.db.rows(
        "insert into public.day_states (client_id, day, state, reason, author_type)"
        " values (%s, %s, 'excused', 'ill', 'client')",
        client_id,
        TODAY - timedelta(days=2),
    )
    await post.db.rows("select private.notify_silence(%s)", EVENING)
    assert await kinds(post, account) == await kinds(post, coach) == []
