"""Telling people something: once for each cause, in their words, through the channels they want, at the right time."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.notify.post import Post

ENDED = ("coaching_ended", {"name": "Мария <b>{{name}}</b>"})
WAITING = ("log_needs_review", {"count": 3})


async def reason_of(call: Any) -> tuple[str | None, Any]:
    """The code and the details of a refusal."""
    with pytest.raises(psycopg.Error) as raised:
        await call
    return raised.value.sqlstate, json.loads(raised.value.diag.message_detail or "{}")


async def test_the_same_cause_tells_the_same_person_once(post: Post) -> None:
    one, other = await post.person(), await post.person()
    for who in (one, one, other):
        await post.notify(who, *ENDED)
    await post.notify(one, *ENDED, "another cause")
    assert [await post.unread(who) for who in (one, other)] == [2, 1]
    assert len(await post.claim()) == 3


async def test_somebody_without_an_account_is_told_nothing(post: Post) -> None:
    await post.db.rows("select private.notify(null, %s, %s, 'cause')", ENDED[0], Jsonb(ENDED[1]))
    assert await post.claim() == []


async def test_a_notification_has_every_variable_of_its_kind(post: Post) -> None:
    with pytest.raises(psycopg.errors.RaiseException, match="needs"):
        await post.notify(await post.person(), "coaching_ended", {})


async def test_words_are_in_the_language_of_the_person_and_values_stay_as_they_are(post: Post) -> None:
    who = await post.person()
    await post.db.rows("update public.profiles set locale = 'ru' where id = %s", who)
    await post.notify(who, *ENDED)
    [seen], [letter] = await post.seen(who), await post.claim()
    assert seen["title"] == letter["subject"] == "Работа с тренером завершена"
    assert "Мария <b>{{name}}</b>" in seen["body"]
    assert letter["body"].startswith("Сотрудничество завершено: Мария <b>{{name}}</b>.\n\n")
    assert letter["address"].endswith("@example.com") and letter["channel"] == "email"


async def test_pages_follow_each_other_without_gap_or_repetition(post: Post) -> None:
    who = await post.person()
    for number in range(7):
        await post.notify(who, *ENDED, f"cause {number}")
    ids: list[int] = []
    last: dict[str, Any] = {"due_at": None, "id": None}
    while page := await post.seen(who, before_due=last["due_at"], before_id=last["id"], size=3):
        ids += [row["id"] for row in page]
        last = page[-1]
    assert ids == sorted(ids, reverse=True) and len(set(ids)) == 7


async def test_reading_takes_from_the_badge_and_only_ones_own(post: Post) -> None:
    who, other = await post.person(), await post.person()
    for number in range(3):
        await post.notify(who, *ENDED, f"cause {number}")
    await post.notify(other, *ENDED)
    first, *_ = await post.seen(who)
    await post.call(other, "select public.mark_notifications_read(%s)", [first["id"]])
    assert await post.unread(who) == 3
    await post.call(who, "select public.mark_notifications_read(%s)", [first["id"]])
    assert await post.unread(who) == 2
    await post.call(who, "select public.mark_all_notifications_read(%s)", first["due_at"])
    assert (await post.unread(who), await post.unread(other)) == (0, 1)


async def test_what_was_read_in_the_app_is_not_sent_any_more(post: Post) -> None:
    who = await post.person()
    await post.notify(who, *ENDED)
    await post.call(who, "select public.mark_all_notifications_read()")
    assert await post.claim() == []
    assert await post.deliveries(who) == [("email", "suppressed", "read_already")]


async def test_what_is_due_later_is_neither_shown_nor_sent_before(post: Post) -> None:
    who = await post.person()
    await post.notify(who, *ENDED, due="1 hour")
    await post.db.rows("select private.release_notifications()")
    assert (await post.seen(who), await post.unread(who), await post.claim()) == ([], 0, [])
    await post.db.rows("update public.notifications set due_at = now() where user_id = %s", who)
    await post.db.rows("select private.release_notifications()")
    assert (len(await post.seen(who)), await post.unread(who), len(await post.claim())) == (1, 1, 1)


async def test_what_is_due_later_can_be_withdrawn(post: Post) -> None:
    who = await post.person()
    await post.notify(who, *ENDED, "later", due="1 hour")
    await post.notify(who, *ENDED, "now")
    for cause in ("later", "now"):
        await post.db.rows("select private.withdraw_notification(%s, %s)", who, cause)
    rows = await post.db.rows("select dedupe_key from public.notifications where user_id = %s", who)
    assert [row["dedupe_key"] for row in rows] == ["now"]


@pytest.mark.parametrize("channel", ["in_app", "email"])
async def test_a_channel_that_is_off_is_left_out(post: Post, channel: str) -> None:
    who = await post.person()
    await post.call(who, "select public.set_notification_preference(%s, %s, false)", ENDED[0], channel)
    await post.notify(who, *ENDED)
    expected = (0, 1) if channel == "in_app" else (1, 0)
    assert (await post.unread(who), len(await post.claim())) == expected


async def test_a_channel_switched_off_also_stops_what_waits(post: Post) -> None:
    who = await post.person()
    await post.notify(who, *ENDED)
    await post.call(who, "select public.set_notification_preference(%s, 'email', false)", ENDED[0])
    assert await post.claim() == []
    assert await post.deliveries(who) == [("email", "suppressed", "switched_off")]


async def test_a_channel_without_an_address_or_with_an_unverified_one_says_so(post: Post) -> None:
    who = await post.person(confirmed=False)
    await post.call(who, "select public.set_notification_preference(%s, 'sms', true)", ENDED[0])
    await post.notify(who, *ENDED)
    assert await post.claim() == []
    assert await post.deliveries(who) == [
        ("email", "suppressed", "address_unverified"),
        ("sms", "suppressed", "no_address"),
    ]


async def test_what_comes_too_late_is_not_sent(post: Post) -> None:
    who = await post.person()
    await post.notify(who, *WAITING)
    await post.db.rows(
        "update public.notifications set due_at = now() - interval '25 hours' where user_id = %s", who
    )
    assert await post.claim() == []
    assert await post.deliveries(who) == [("email", "suppressed", "too_late")]


async def quiet(post: Post, who: str, begins: str, ends: str) -> None:
    """Quiet hours from and until so far from now, in the zone of the person."""
    await post.call(
        who,
        "select public.set_quiet_hours('Asia/Tokyo', (now() at time zone 'Asia/Tokyo' + %s::interval)::time,"
        " (now() at time zone 'Asia/Tokyo' + %s::interval)::time)",
        begins,
        ends,
    )


async def test_quiet_hours_hold_back_until_they_end(post: Post) -> None:
    who = await post.person()
    await quiet(post, who, "-1 hour", "2 hours")
    await post.notify(who, *ENDED)
    assert await post.claim() == []
    assert await post.deliveries(who) == [("email", "queued", "quiet_hours")]
    waits = (
        "select extract(epoch from waits_until - now()) / 3600"
        " from public.notification_deliveries where user_id = %s"
    )
    assert float(await post.db.value(waits, who)) == pytest.approx(2, abs=0.01)
    await post.db.rows(
        "update public.notification_deliveries set waits_until = now() where user_id = %s", who
    )
    await quiet(post, who, "-3 hours", "-1 hour")
    await post.db.rows("select private.release_notifications()")
    [letter] = await post.claim()
    await post.finish(letter)
    assert await post.deliveries(who) == [("email", "sent", None)]


async def test_what_would_be_too_late_after_the_quiet_hours_is_suppressed_at_once(post: Post) -> None:
    who = await post.person()
    await quiet(post, who, "-1 hour", "10 hours")
    await post.notify(who, *WAITING)
    await post.db.rows(
        "update public.notifications set due_at = now() - interval '20 hours' where user_id = %s", who
    )
    assert await post.claim() == []
    assert await post.deliveries(who) == [("email", "suppressed", "too_late")]


async def test_what_is_urgent_knows_no_quiet_hours(post: Post) -> None:
    who = await post.person()
    await quiet(post, who, "-1 hour", "2 hours")
    await post.db.rows("update public.notification_kinds set is_urgent = true where kind = %s", ENDED[0])
    await post.notify(who, *ENDED)
    assert len(await post.claim()) == 1


@pytest.mark.parametrize(
    ("begins", "ends", "now", "end"),
    [
        ("22:00", "07:00", "2026-11-20 23:00", "2026-11-21 07:00"),
        ("22:00", "07:00", "2026-11-21 06:59", "2026-11-21 07:00"),
        ("22:00", "07:00", "2026-11-21 07:00", None),
        ("22:00", "07:00", "2026-11-21 21:59", None),
        ("13:00", "14:00", "2026-11-21 13:30", "2026-11-21 14:00"),
        ("13:00", "14:00", "2026-11-21 14:00", None),
        ("13:00", "13:00", "2026-11-21 13:00", None),
        ("22:00", "02:30", "2026-10-24 23:00", "2026-10-25 02:30"),
    ],
)
async def test_quiet_hours_may_span_midnight_and_follow_the_clock_of_the_person(
    post: Post, begins: str, ends: str, now: str, end: str | None
) -> None:
    who = await post.person()
    await post.call(who, "select public.set_quiet_hours('Europe/Berlin', %s, %s)", begins, ends)
    until = await post.db.value(
        "select to_char(private.quiet_until(%s, %s::timestamp at time zone 'Europe/Berlin')"
        " at time zone 'Europe/Berlin', 'YYYY-MM-DD HH24:MI')",
        who,
        now,
    )
    assert until == end


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("Mars/One", "22:00", "07:00"), "timezone"),
        (("UTC", "22:00", None), "quiet_hours_incomplete"),
    ],
)
async def test_wrong_quiet_hours_are_refused(post: Post, arguments: tuple[Any, ...], reason: str) -> None:
    who = await post.person()
    call = post.call(who, "select public.set_quiet_hours(%s, %s::time, %s::time)", *arguments)
    code, details = await reason_of(call)
    assert (code, details["reason"]) == ("PT422", reason)


@pytest.mark.parametrize("kind", ["invited", "no_such"])
async def test_channels_of_a_kind_that_is_not_chosen_are_refused(post: Post, kind: str) -> None:
    who = await post.person()
    code, details = await reason_of(
        post.call(who, "select public.set_notification_preference(%s, 'email', true)", kind)
    )
    assert (code, details["reason"]) == ("PT404", "no_such_kind")


async def test_finishing_with_a_stale_lease_changes_nothing(post: Post) -> None:
    who = await post.person()
    await post.notify(who, *ENDED)
    [stale] = await post.claim()
    await post.db.rows("select pgmq.set_vt('deliveries', %s, 0)", stale["msg_id"])
    [fresh] = await post.claim()
    await post.finish(stale, "suppressed", "stale")
    assert await post.deliveries(who) == [("email", "queued", None)]
    await post.finish(fresh)
    assert await post.deliveries(who) == [("email", "sent", None)]


async def test_a_failure_leaves_its_reason_and_the_last_one_is_a_dead_letter(post: Post) -> None:
    who = await post.person()
    await post.notify(who, *ENDED)
    [row] = await post.claim()
    failure = {"msg_id": row["msg_id"], "read_ct": 1, "reason": "mail_out_of_reach", "error": "Away."}
    for is_final, state in ((False, "queued"), (True, "failed")):
        await post.db.rows(
            "select worker.fail_messages('deliveries', %s)", Jsonb([failure | {"is_final": is_final}])
        )
        assert await post.deliveries(who) == [("email", state, "mail_out_of_reach")]
    health = await post.db.value("select private.queue_health('deliveries')")
    assert health["dead_last_day"] >= 1


async def test_a_browser_that_is_gone_is_forgotten(post: Post) -> None:
    who = await post.person()
    await post.call(
        who,
        "select public.add_push_subscription('https://fcm.googleapis.com/fcm/send/1', %s, %s)",
        "B" + "A" * 86,
        "A" * 22,
    )
    await post.call(who, "select public.set_notification_preference(%s, 'push', true)", ENDED[0])
    await post.notify(who, *ENDED)
    [push] = [row for row in await post.claim() if row["channel"] == "push"]
    assert push["keys"]["endpoint"] == "https://fcm.googleapis.com/fcm/send/1"
    await post.finish(push, "suppressed", "subscription_gone")
    count = "select count(*) from public.push_subscriptions where user_id = %s"
    assert await post.db.value(count, who) == 0
    assert ("push", "suppressed", "subscription_gone") in await post.deliveries(who)


async def test_a_browser_belongs_to_whoever_signed_in_last(post: Post) -> None:
    add = "select public.add_push_subscription('https://fcm.googleapis.com/fcm/send/1', %s, %s)"
    first, second = await post.person(), await post.person()
    for who in (first, second):
        await post.call(who, add, "B" + "A" * 86, "A" * 22)
    rows = await post.db.rows(
        "select user_id::text from public.push_subscriptions where endpoint like '%/send/1'"
    )
    assert [row["user_id"] for row in rows] == [second]


@pytest.mark.parametrize(
    ("endpoint", "p256dh", "auth"),
    [
        ("ftp://example.com/x", "B" + "A" * 86, "A" * 22),
        ("https://user@example.com/x", "B" + "A" * 86, "A" * 22),
        ("https://example.com/x", "short", "A" * 22),
        ("https://example.com/x", "B" + "A" * 86, None),
    ],
)
async def test_what_is_no_subscription_is_refused(
    post: Post, endpoint: str, p256dh: str, auth: str | None
) -> None:
    who = await post.person()
    code, details = await reason_of(
        post.call(who, "select public.add_push_subscription(%s, %s, %s)", endpoint, p256dh, auth)
    )
    assert (code, details["reason"]) == ("PT422", "push_subscription")


async def test_the_link_of_a_letter_stops_letters_of_that_kind_only(post: Post) -> None:
    who = await post.person()
    await post.notify(who, *ENDED)
    [letter] = await post.claim()
    for _ in range(2):
        assert await post.db.value("select public.unsubscribe(%s)", letter["unsubscribe"]) == ENDED[0]
    await post.notify(who, *ENDED, "another cause")
    await post.notify(who, *WAITING, "a third one")
    assert [row["subject"] for row in await post.claim()] == ["Logs wait for your review"]
    forged = letter["unsubscribe"].replace(who, await post.person())
    for token in (forged, "", "a.b", letter["unsubscribe"][:-1]):
        code, _ = await reason_of(post.call(who, "select public.unsubscribe(%s)", token))
        assert code == "PT404"
