"""A coach's own words, invites by e-mail, and what people are told about people."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.notify.post import Post

SAVE = "select public.save_notification_template(%s, %s, %s, %s, %s)"
ENDED = "coaching_ended"


async def reason_of(call: Any) -> tuple[str | None, dict[str, Any]]:
    with pytest.raises(psycopg.Error) as raised:
        await call
    return raised.value.sqlstate, json.loads(raised.value.diag.message_detail or "{}")


async def coaching(post: Post) -> tuple[str, str, str]:
    """A coach, a client of theirs, and the account of that client."""
    coach, account = await post.person(), await post.person("client")
    [client_id] = await post.db.clients(coach, ["UTC"])
    await post.db.rows("update public.clients set user_id = %s where id = %s", account, client_id)
    return coach, client_id, account


async def test_clients_get_the_words_of_their_coach_and_nobody_else(post: Post) -> None:
    coach, client_id, account = await coaching(post)
    _, other_id, other_account = await coaching(post)
    await post.call(coach, SAVE, ENDED, "email", "en", "  Bye from {{ name }} ", "See you, {{name}}!")
    for who, about in ((account, client_id), (other_account, other_id), (coach, client_id)):
        await post.notify(who, ENDED, {"name": "Maria"}, client_id=about)
    subjects = {row["address"]: row["subject"] for row in await post.claim()}
    query = "select email from auth.users where id = %s"
    assert [subjects[await post.db.value(query, who)] for who in (account, other_account, coach)] == [
        "Bye from Maria",
        "The coaching has ended",
        "The coaching has ended",
    ]
    assert (await post.seen(account))[0]["title"] == "The coaching has ended"  # the channel has no own words
    await post.call(coach, "select public.reset_notification_template(%s, 'email', 'en')", ENDED)
    await post.notify(account, ENDED, {"name": "Maria"}, "another cause", client_id=client_id)
    assert [row["subject"] for row in await post.claim()] == ["The coaching has ended"]


FOR_TEAM = "select public.save_notification_template(%s, %s, %s, %s, %s, for_team => true)"


async def subject_for(post: Post, account: str, client_id: str) -> str:
    """What the next letter to a client is called."""
    await post.notify(account, ENDED, {"name": "Maria"}, uuid4().hex, client_id=client_id)
    [letter] = await post.claim()
    await post.finish(letter)
    return str(letter["subject"])


async def test_clients_of_a_team_get_its_words_unless_their_coach_has_written_some(post: Post) -> None:
    coach, client_id, account = await coaching(post)
    _, other_id, other_account = await coaching(post)
    owner = await post.person()
    await post.call(owner, "select public.create_team('Studio')")
    code = await post.call(owner, "select code from public.invite_to_team('trainer')")
    await post.call(coach, "select public.accept_team_invite(%s, true)", code)
    await post.call(owner, FOR_TEAM, ENDED, "email", "en", "Bye from the studio", "Bye, {{name}}")
    assert await subject_for(post, account, client_id) == "Bye from the studio"
    assert await subject_for(post, other_account, other_id) == "The coaching has ended"
    await post.call(coach, SAVE, ENDED, "email", "en", "Bye from me", "Bye, {{name}}")
    assert await subject_for(post, account, client_id) == "Bye from me"
    mine = "select public.reset_notification_template(%s, 'email', 'en', for_team => %s)"
    await post.call(coach, mine, ENDED, True)  # a trainer deletes nothing of the team's
    await post.call(coach, mine, ENDED, False)
    assert await subject_for(post, account, client_id) == "Bye from the studio"
    await post.call(owner, mine, ENDED, True)
    assert await subject_for(post, account, client_id) == "The coaching has ended"


async def test_only_an_owner_or_admin_writes_for_the_team(post: Post) -> None:
    coach, owner = await post.person(), await post.person()
    words = (ENDED, "email", "en", "Bye", "Bye, {{name}}")
    assert (await reason_of(post.call(coach, FOR_TEAM, *words)))[1]["reason"] == "no_team"
    await post.call(owner, "select public.create_team('Studio')")
    code = await post.call(owner, "select code from public.invite_to_team('trainer')")
    await post.call(coach, "select public.accept_team_invite(%s)", code)
    assert (await reason_of(post.call(coach, FOR_TEAM, *words)))[1]["reason"] == "team_role"
    await post.call(owner, FOR_TEAM, *words)
    seen = "select count(*) from public.notification_templates where team_id is not null"
    assert [await post.call(who, seen) for who in (owner, coach)] == [1, 1]
    assert await post.call(await post.person(), seen) == 0


async def test_an_unknown_variable_is_refused_by_its_name(post: Post) -> None:
    coach = await post.person()
    for subject, body, name in (
        ("{{nmae}}", "x", "nmae"),
        ("x", "{{name}} {{ password }}", "password"),
        ("x", "{{}}", ""),
        ("x", "{{name.first}}", "name.first"),
    ):
        code, details = await reason_of(post.call(coach, SAVE, ENDED, "email", "en", subject, body))
        assert (code, details["reason"], details["variable"]) == ("PT422", "unknown_variable", name)
        assert details["variables"] == "name"


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        ((ENDED, "email", "en", " ", "x"), "PT422", "template_length"),
        ((ENDED, "email", "en", "x", "x" * 4001), "PT422", "template_length"),
        ((ENDED, None, "en", "x", "x"), "PT422", "template_incomplete"),
        (("log_needs_review", "email", "en", "x", "x"), "PT404", "no_such_kind"),
        (("nothing", "email", "en", "x", "x"), "PT404", "no_such_kind"),
    ],
)
async def test_words_that_cannot_be_kept_are_refused(
    post: Post, words: tuple[str, ...], code: str, reason: str
) -> None:
    found, details = await reason_of(post.call(await post.person(), SAVE, *words))
    assert (found, details["reason"]) == (code, reason)


async def test_an_invite_goes_by_letter_and_its_code_is_not_kept(post: Post) -> None:
    coach = await post.person()
    [client_id] = await post.db.clients(coach, ["UTC"])
    await post.call(coach, "select public.send_invite(%s, ' anna@example.com ')", client_id)
    [letter] = await post.claim()
    code = letter["path"].removeprefix("/invite/")
    assert letter["address"] == "anna@example.com" and code in letter["body"]
    assert letter["subject"] == "Somebody invites you to Wellio"
    await post.finish(letter)
    kept = await post.db.value("select data from public.notifications where client_id = %s", client_id)
    assert kept == {"coach": "Somebody"}
    anna = await post.person("client")
    assert str(await post.call(anna, "select public.accept_invite(%s)", code)) == client_id


async def test_a_second_letter_replaces_one_that_waits(post: Post) -> None:
    coach = await post.person()
    [client_id] = await post.db.clients(coach, ["UTC"])
    for address in ("wrong@example.com", "anna@example.com"):
        await post.call(coach, "select public.send_invite(%s, %s)", client_id, address)
    assert [row["address"] for row in await post.claim()] == ["anna@example.com"]


async def test_nobody_is_flooded_with_invites(post: Post) -> None:
    coach = await post.person()
    [client_id] = await post.db.clients(coach, ["UTC"])
    for _ in range(5):
        await post.call(coach, "select public.send_invite(%s, 'anna@example.com')", client_id)
        for letter in await post.claim():
            await post.finish(letter)
    with pytest.raises(psycopg.Error, match="too_many_invites"):
        await post.call(coach, "select public.send_invite(%s, 'anna@example.com')", client_id)


async def test_somebody_who_wants_no_letters_is_not_invited_by_letter(post: Post) -> None:
    coach = await post.person()
    [client_id] = await post.db.clients(coach, ["UTC"])
    await post.call(coach, "select public.send_invite(%s, 'Anna@example.com')", client_id)
    [letter] = await post.claim()
    await post.finish(letter)
    assert await post.db.value("select public.unsubscribe(%s)", letter["unsubscribe"]) == "all"
    await post.call(coach, "select public.send_invite(%s, 'anna@example.com')", client_id)
    assert await post.claim() == []


@pytest.mark.parametrize("address", ["", "anna", "a@b", "a@b.c, d@e.f", "<a@b.c>", "a b@c.de", None])
async def test_what_is_no_address_is_refused(post: Post, address: str | None) -> None:
    coach = await post.person()
    [client_id] = await post.db.clients(coach, ["UTC"])
    code, details = await reason_of(post.call(coach, "select public.send_invite(%s, %s)", client_id, address))
    assert (code, details["reason"]) == ("PT422", "email")


@pytest.mark.parametrize("ended_by", ["coach", "client"])
async def test_the_other_one_is_told_that_the_coaching_has_ended(post: Post, ended_by: str) -> None:
    coach, client_id, account = await coaching(post)
    await post.notify(coach, ENDED, {"name": "Anna"}, "earlier", client_id=client_id)
    who, told = (coach, account) if ended_by == "coach" else (account, coach)
    await post.call(who, "select public.revoke_coach(%s)", client_id)
    assert await post.unread(told) == 1
    assert await post.unread(who) == 0  # a coach keeps nothing of what they were told about the client


async def test_what_is_about_a_client_goes_with_the_client(post: Post) -> None:
    coach, client_id, account = await coaching(post)
    await post.notify(coach, ENDED, {"name": "Anna"}, client_id=client_id)
    await post.notify(account, ENDED, {"name": "Maria"}, client_id=client_id)
    await post.db.rows("delete from public.clients where id = %s", client_id)
    assert await post.claim() == []
    for count in (
        "select count(*) from public.notifications where client_id = %s",
        "select count(*) from public.notification_deliveries where client_id = %s",
    ):
        assert await post.db.value(count, client_id) == 0
