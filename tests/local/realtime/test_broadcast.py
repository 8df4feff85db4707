"""What the database and clients send reaches those who may hear it, in both versions of the protocol."""

from __future__ import annotations

import asyncio

import httpx
import psycopg
import pytest
from psycopg.types.json import Jsonb
from realtime import AsyncRealtimeClient
from realtime.types import BroadcastPayload

from tests.local.realtime.conftest import Rooms

VERSIONS = ["1.0.0", "2.0.0", None]


@pytest.mark.parametrize("vsn", VERSIONS)
async def test_what_the_database_sends_is_heard_with_its_id(rooms: Rooms, room: str, vsn: str | None) -> None:
    client = await rooms.member_client(room, vsn=vsn)
    await client.joined(f"room:{room}")
    rooms.send(f"room:{room}", "made", {"n": 1, "word": "привет"})
    found = await client.next("heard", topic=f"room:{room}")
    assert found["heard"] == "made"
    assert found["payload"] == {"n": 1, "word": "привет", "id": found["meta"]["id"]}


async def test_messages_are_heard_once_in_their_order_and_only_after_the_commit(
    rooms: Rooms, room: str
) -> None:
    client = await rooms.member_client(room)
    await client.joined(f"room:{room}")
    with rooms.database.transaction():
        rooms.send(f"room:{room}", "n", {"n": 0})
        await client.hears_nothing(f"room:{room}")
    for n in range(1, 50):
        rooms.send(f"room:{room}", "n", {"n": n})
    assert [(await client.heard(f"room:{room}"))[1]["n"] for _ in range(50)] == list(range(50))
    await client.hears_nothing(f"room:{room}")


async def test_what_is_rolled_back_is_never_heard(rooms: Rooms, room: str) -> None:
    client = await rooms.member_client(room)
    await client.joined(f"room:{room}")
    with rooms.database.transaction(force_rollback=True):
        rooms.send(f"room:{room}", "n", {})
    await client.hears_nothing(f"room:{room}")


async def test_a_public_message_is_not_heard_on_a_private_channel(rooms: Rooms, room: str) -> None:
    client = await rooms.member_client(room)
    await client.joined(f"room:{room}")
    rooms.send(f"room:{room}", "n", {}, private=False)
    await client.hears_nothing(f"room:{room}")


async def test_bytes_of_the_database_are_heard_as_bytes(rooms: Rooms, room: str) -> None:
    new, old = await rooms.member_client(room), await rooms.member_client(room, vsn="1.0.0")
    for client in (new, old):
        await client.joined(f"room:{room}")
    rooms.database.execute("select realtime.send_binary('hello'::bytea, 'raw', %s)", (f"room:{room}",))
    assert await new.heard(f"room:{room}") == ("raw", {"bytes": "hello"})
    await old.hears_nothing(f"room:{room}")


async def test_a_trigger_can_broadcast_whole_changes(rooms: Rooms, room: str) -> None:
    client = await rooms.member_client(room)
    await client.joined(f"room:{room}")
    with rooms.database.transaction():
        rooms.database.execute("create temporary table fruit (name text)")
        rooms.database.execute(f"""
            create function pg_temp.tell() returns trigger language plpgsql as $$
            begin
              perform realtime.broadcast_changes(
                'room:{room}', tg_op, tg_op, tg_table_name, 'public', new, old
              );
              return null;
            end $$""")
        rooms.database.execute(
            "create trigger tell after insert on fruit for each row execute function pg_temp.tell()"
        )
        rooms.database.execute("insert into fruit values ('apple')")
        rooms.database.execute("drop table fruit")
    event, payload = await client.heard(f"room:{room}")
    assert event == "INSERT"
    assert payload | {"id": None} == {
        "record": {"name": "apple"},
        "old_record": None,
        "operation": "INSERT",
        "table": "fruit",
        "schema": "public",
        "id": None,
    }


def test_a_message_that_cannot_be_stored_is_a_warning_and_fails_nothing(rooms: Rooms, room: str) -> None:
    warnings: list[str] = []
    with psycopg.connect(rooms.stack.dsn) as connection:
        connection.add_notice_handler(lambda notice: warnings.append(notice.message_primary or ""))
        connection.execute("create temporary table kept (n integer)")
        connection.execute("set local role authenticated")  # for whom there is no policy for this topic
        connection.execute("select realtime.send('{}', 'n', 'nobody')")
        connection.execute("reset role")
        connection.execute("insert into kept values (1)")
    assert [warning.split(":")[0] for warning in warnings] == ["WarnSendingBroadcastMessage"]


@pytest.mark.parametrize("vsn", VERSIONS)
async def test_a_client_is_heard_by_the_others(rooms: Rooms, room: str, vsn: str | None) -> None:
    topic = f"room:{room}"
    speaker = await rooms.member_client(room, speaks=True, vsn=vsn)
    others = [await rooms.member_client(room, vsn=version) for version in ("1.0.0", "2.0.0")]
    for client in (speaker, *others):
        await client.joined(topic)
    await speaker.do("send", topic=topic, event="typing", payload={"who": "Анна"})
    for client in others:
        assert await client.heard(topic) == ("typing", {"who": "Анна"})
    await speaker.hears_nothing(topic)


async def test_who_asks_for_it_hears_themselves_and_is_told_that_it_arrived(rooms: Rooms, room: str) -> None:
    speaker = await rooms.member_client(room, speaks=True)
    await speaker.joined(f"room:{room}", broadcast={"self": True, "ack": True})
    await speaker.do("send", topic=f"room:{room}", event="typing", payload={})
    assert (await speaker.next("sent"))["sent"] == "ok"
    assert await speaker.heard(f"room:{room}") == ("typing", {})


async def test_without_a_policy_to_send_nobody_is_heard(rooms: Rooms, room: str) -> None:
    topic = f"room:{room}"
    silent, other = await rooms.member_client(room), await rooms.member_client(room)
    for client in (silent, other):
        await client.joined(topic)
    await silent.do("send", topic=topic, event="typing", payload={})
    await silent.do("post", topic=topic, event="typing", payload={})
    assert (await silent.next("posted"))["posted"] == {"success": True}
    await other.hears_nothing(topic)


async def test_a_broadcast_can_be_posted(rooms: Rooms, room: str) -> None:
    topic = f"room:{room}"
    speaker, other = await rooms.member_client(room, speaks=True), await rooms.member_client(room)
    await other.joined(topic)
    await speaker.do("post", topic=topic, event="typing", payload={"n": 1})
    assert (await speaker.next("posted"))["posted"] == {"success": True}
    assert await other.heard(topic) == ("typing", {"n": 1})


async def test_the_secret_key_posts_several_at_once_and_nobody_posts_without_a_key(
    rooms: Rooms, room: str
) -> None:
    topic, url = f"room:{room}", f"{rooms.stack.api_url}/realtime/v1/api/broadcast"
    other = await rooms.member_client(room)
    await other.joined(topic)
    messages = [{"topic": topic, "event": "n", "payload": {"n": n}, "private": True} for n in range(2)]
    async with httpx.AsyncClient(headers={"apikey": rooms.stack.secret_key}) as http:
        assert (await http.post(url, json={"messages": messages})).status_code == 202
        assert (await http.post(url, json={"messages": [{"topic": topic}]})).status_code == 422
        assert (await http.post(url, content=b"x" * 300_000)).status_code == 413
        for key in ("wrong", rooms.token("nobody", seconds=-5)):
            refused = await http.post(url, json={"messages": messages}, headers={"apikey": key})
            assert refused.status_code == 401
    assert [(await other.heard(topic))[1]["n"] for _ in range(2)] == [0, 1]
    await other.hears_nothing(topic)


async def test_the_python_client_hears_the_same(rooms: Rooms, room: str) -> None:
    heard: asyncio.Queue[BroadcastPayload] = asyncio.Queue()
    url = f"{rooms.stack.api_url}/realtime/v1".replace("http", "ws", 1)
    client = AsyncRealtimeClient(url, rooms.stack.publishable_key)
    await client.set_auth(rooms.token(rooms.member(room)))
    channel = client.channel(
        f"room:{room}",
        {"config": {"private": True, "broadcast": None, "presence": None}},
    )
    subscribed = asyncio.Event()
    channel.on_broadcast("made", heard.put_nowait)
    await channel.subscribe(lambda status, _: subscribed.set() if status == "SUBSCRIBED" else None)
    await asyncio.wait_for(subscribed.wait(), 10)
    rooms.database.execute("select realtime.send(%s, 'made', %s)", (Jsonb({"n": 1}), f"room:{room}"))
    found = await asyncio.wait_for(heard.get(), 10)
    assert found["event"] == "made"
    await client.close()
