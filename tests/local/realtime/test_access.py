"""Who may join a topic, and when they hear no more."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.foundation.tokens import jwt
from tests.local.realtime.conftest import Rooms

NOT_YOURS = "Unauthorized: You do not have permissions to read from this Channel topic: {}"
NO_MORE = "You no longer have permission to read from this Channel topic: {}"


async def test_a_stranger_is_refused_as_on_a_hosted_project(rooms: Rooms, room: str) -> None:
    client = await rooms.client(rooms.token(str(uuid4())))
    assert await client.refused(f"room:{room}") == NOT_YOURS.format(f"room:{room}")


async def test_somebody_not_signed_in_is_refused(rooms: Rooms, room: str) -> None:
    client = await rooms.client(None)
    assert await client.refused(f"room:{room}") == NOT_YOURS.format(f"room:{room}")


async def test_a_member_of_one_room_hears_no_other(rooms: Rooms, room: str) -> None:
    client = await rooms.member_client(room)
    await client.joined(f"room:{room}")
    rooms.send(f"room:{room}x", "n", {})
    rooms.send("room:", "n", {})
    await client.hears_nothing(f"room:{room}")
    assert await client.refused(f"room:{room}x") == NOT_YOURS.format(f"room:{room}x")


async def test_what_the_stand_in_lacks_is_refused(rooms: Rooms, room: str) -> None:
    for lacking, reason in (({"private": False}, "PrivateOnly"), ({"changes": True}, "RealtimeDisabledFor")):
        client = await rooms.member_client(room)
        assert (await client.refused(f"room:{room}", **lacking)).startswith(reason)


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"exp": 1}, "InvalidJWTToken: Token has expired"),
        ({"role": None}, "InvalidJWTToken: Fields `role` and `exp` are required in JWT"),
        ({"exp": None}, "InvalidJWTToken: Fields `role` and `exp` are required in JWT"),
    ],
)
async def test_a_token_that_is_not_valid_is_refused(
    rooms: Rooms, room: str, claims: dict[str, object], reason: str
) -> None:
    given = {"sub": rooms.member(room), "role": "authenticated", "exp": 99999999999} | claims
    token = jwt({key: value for key, value in given.items() if value is not None}, rooms.stack.jwt_secret)
    client = await rooms.client(token)
    assert (await client.refused(f"room:{room}")).startswith(reason)


async def test_a_forged_token_is_refused(rooms: Rooms, room: str) -> None:
    claims = {"sub": rooms.member(room), "role": "authenticated", "exp": 99999999999}
    unsigned = jwt(claims, "", {"alg": "none"}).rsplit(".", 1)[0] + "."
    for token in (jwt(claims, "x" * 40), unsigned, "not a token"):
        client = await rooms.client(token)
        assert (await client.refused(f"room:{room}")).split(":")[0] in ("JwtSignatureError", "MalformedJWT")


async def test_a_role_that_may_not_exist_is_refused(rooms: Rooms, room: str) -> None:
    for role in ("postgres", "nobody"):
        client = await rooms.client(rooms.token(rooms.member(room), role=role))
        await client.refused(f"room:{room}")


async def test_a_renewed_token_goes_on(rooms: Rooms, room: str) -> None:
    person = rooms.member(room)
    client = await rooms.client(rooms.token(person))
    await client.joined(f"room:{room}")
    await client.do("token", token=rooms.token(person, seconds=7200))
    rooms.send(f"room:{room}", "n", {"n": 1})
    assert (await client.heard(f"room:{room}"))[0] == "n"


async def test_a_token_of_somebody_else_ends_the_channel(rooms: Rooms, room: str) -> None:
    client = await rooms.member_client(room)
    await client.joined(f"room:{room}")
    await client.do("token", token=rooms.token(str(uuid4())))
    told = await client.next("system")
    assert told["system"] == {
        "extension": "system",
        "status": "error",
        "message": NO_MORE.format(f"room:{room}"),
        "channel": f"room:{room}",
    }
    assert (await client.next("status"))["status"] == "CLOSED"
    rooms.send(f"room:{room}", "n", {})
    await client.hears_nothing(f"room:{room}")


async def test_a_removed_member_hears_nothing_once_it_is_checked_again(rooms: Rooms, room: str) -> None:
    person = rooms.member(room)
    client, other = await rooms.client(rooms.token(person)), await rooms.member_client(room)
    for one in (client, other):
        await one.joined(f"room:{room}")
    rooms.remove(room, person)
    assert (await client.next("system"))["system"]["message"] == NO_MORE.format(f"room:{room}")
    rooms.send(f"room:{room}", "n", {"n": 1})
    assert await other.heard(f"room:{room}")
    await client.hears_nothing(f"room:{room}")


async def test_nothing_is_heard_with_a_token_that_has_expired_meanwhile(rooms: Rooms, room: str) -> None:
    client = await rooms.client(None)
    await client.do("token", token=rooms.token(rooms.member(room), seconds=3))
    await client.joined(f"room:{room}")
    told = await client.next("system")
    assert told["system"]["message"].startswith("Token has expired")
    rooms.send(f"room:{room}", "n", {})
    await client.hears_nothing(f"room:{room}")


async def test_who_leaves_hears_nothing_and_may_come_back(rooms: Rooms, room: str) -> None:
    client = await rooms.member_client(room)
    await client.joined(f"room:{room}")
    await client.do("leave", topic=f"room:{room}")
    assert (await client.next("left"))["left"] == "ok"
    assert (await client.next("status"))["status"] == "CLOSED"
    rooms.send(f"room:{room}", "n", {"n": 1})
    await client.hears_nothing(f"room:{room}")
    await client.joined(f"room:{room}")
    rooms.send(f"room:{room}", "n", {"n": 2})
    assert (await client.heard(f"room:{room}"))[1]["n"] == 2


async def test_joining_leaves_no_rows_behind(rooms: Rooms, room: str) -> None:
    client = await rooms.member_client(room, speaks=True)
    await client.joined(f"room:{room}", broadcast={"ack": True})
    await client.do("send", topic=f"room:{room}", event="n", payload={})
    await client.next("sent")
    found = rooms.database.execute(
        "select count(*) from realtime.messages where topic = %s", (f"room:{room}",)
    )
    assert found.fetchone() == (0,)
