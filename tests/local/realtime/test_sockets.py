"""Sockets within bounds, and what happens when connections are lost."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.local.realtime.conftest import Rooms
from wellio_local.stack.processes import wait_until


def address(rooms: Rooms, *, key: str | None = None, vsn: str = "2.0.0") -> str:
    base = f"{rooms.stack.api_url}/realtime/v1/websocket".replace("http", "ws", 1)
    return f"{base}?apikey={key or rooms.stack.publishable_key}&vsn={vsn}"


async def ask(socket: ClientConnection, topic: str, event: str, payload: object, ref: str = "1") -> Any:
    await socket.send(json.dumps([ref, ref, topic, event, payload]))
    return json.loads(await asyncio.wait_for(socket.recv(), 5))


def joining(rooms: Rooms, room: str) -> dict[str, object]:
    return {"config": {"private": True}, "access_token": rooms.token(rooms.member(room))}


async def test_the_frames_are_those_of_phoenix(rooms: Rooms, room: str) -> None:
    topic = f"realtime:room:{room}"
    async with connect(address(rooms)) as socket:
        beat = await ask(socket, "phoenix", "heartbeat", {}, "7")
        assert beat == ["7", "7", "phoenix", "phx_reply", {"status": "ok", "response": {}}]
        joined = await ask(socket, topic, "phx_join", joining(rooms, room), "8")
        answer = {"status": "ok", "response": {"postgres_changes": []}}
        assert joined == ["8", "8", topic, "phx_reply", answer]
        rooms.send(f"room:{room}", "made", {"id": "x", "n": 1})
        frame = await asyncio.wait_for(socket.recv(), 5)
        assert isinstance(frame, bytes)
        sizes = frame[1:4]
        at = [5, 5 + sizes[0], 5 + sizes[0] + sizes[1], 5 + sum(sizes)]
        parts = [frame[a:b].decode() for a, b in zip(at, [*at[1:], None], strict=True)]
        assert (frame[0], frame[4], parts[0], parts[1]) == (4, 1, topic, "made")
        assert set(json.loads(parts[2])) == {"id"}
        assert json.loads(parts[3]) == {"id": "x", "n": 1}
        left = await ask(socket, topic, "phx_leave", {}, "9")
        assert left[3:] == ["phx_reply", {"status": "ok", "response": {}}]
        assert json.loads(await socket.recv())[3] == "phx_close"
        assert (await ask(socket, topic, "access_token", {"access_token": ""}))[4]["status"] == "error"


@pytest.mark.parametrize("key", ["", "wrong", "sb_publishable_wrong"])
async def test_a_socket_needs_a_key(rooms: Rooms, key: str) -> None:
    base = address(rooms).split("?")[0]
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{base}?apikey={key}&vsn=2.0.0")
    assert refused.value.response.status_code == 401


async def test_other_addresses_and_versions_have_no_socket(rooms: Rooms) -> None:
    for url in (address(rooms, vsn="3.0.0"), address(rooms).replace("/websocket", "/other")):
        with pytest.raises(InvalidStatus):
            await connect(url)


async def test_nonsense_is_ignored(rooms: Rooms, room: str) -> None:
    nonsense = ("", "{", "[]", "null", "[1,2,3,4,5]", '["1","1","realtime:x","phx_join",null]', '"x"')
    async with connect(address(rooms)) as socket:
        for text in nonsense:
            await socket.send(text)
        for data in (b"", b"\x03", b"\x04" * 40, b"\x03" + b"\xff" * 6, b"\x03\0\0\0\0\0\x01{"):
            await socket.send(data)
        for payload in ({}, {"config": None}, {"config": {"private": True}, "access_token": {}}):
            assert (await ask(socket, f"realtime:room:{room}", "phx_join", payload))[4]["status"] == "error"
        for topic in ("", "realtime:", "room:1"):
            assert (await ask(socket, topic, "phx_join", joining(rooms, room)))[4]["status"] == "error"
        assert (await ask(socket, "phoenix", "heartbeat", {}))[4]["status"] == "ok"


async def test_a_frame_that_is_too_large_ends_the_socket(rooms: Rooms) -> None:
    async with connect(address(rooms)) as socket:
        await socket.send(json.dumps([None, None, "phoenix", "heartbeat", {"x": "x" * 300_000}]))
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), 5)
    assert closed.value.rcvd and closed.value.rcvd.code == 1009


async def test_who_sends_faster_than_can_be_checked_is_cut(rooms: Rooms, room: str) -> None:
    async with connect(address(rooms)) as socket:
        with pytest.raises(ConnectionClosed):
            for n in range(20_000):
                await socket.send(
                    json.dumps(["1", str(n), f"realtime:room:{n}", "phx_join", joining_as(rooms)])
                )
            while True:
                await asyncio.wait_for(socket.recv(), 5)


def joining_as(rooms: Rooms) -> dict[str, object]:
    return {"config": {"private": True}, "access_token": rooms.stack.publishable_key}


async def test_a_socket_has_at_most_a_hundred_channels(rooms: Rooms) -> None:
    async with connect(address(rooms, key=rooms.stack.secret_key)) as socket:
        for n in range(100):
            joined = await ask(socket, f"realtime:x:{n}", "phx_join", {"config": {"private": True}})
            assert joined[4]["status"] == "ok"
        refused = await ask(socket, "realtime:x:100", "phx_join", {"config": {"private": True}})
        assert refused[4]["response"]["reason"] == "ChannelRateLimitReached: Too many channels"


async def test_a_reader_who_is_too_slow_is_cut_and_the_others_go_on(rooms: Rooms, room: str) -> None:
    quick = await rooms.member_client(room)
    await quick.joined(f"room:{room}")
    async with connect(address(rooms), max_queue=1, close_timeout=0.1) as slow:
        await ask(slow, f"realtime:room:{room}", "phx_join", joining(rooms, room))
        slow.transport.pause_reading()
        for n in range(100):
            rooms.send(f"room:{room}", "n", {"n": n, "x": "x" * 200_000})
        assert [(await quick.heard(f"room:{room}"))[1]["n"] for _ in range(100)] == list(range(100))
        log = rooms.stack.home / "logs" / "gateway.log"
        wait_until(lambda: "a slow reader was cut" in log.read_text(), timeout=5)


async def test_what_is_sent_while_nobody_listens_is_heard_once_it_listens_again(
    rooms: Rooms, room: str
) -> None:
    client = await rooms.member_client(room)
    await client.joined(f"room:{room}")
    rooms.send(f"room:{room}", "n", {"n": 0})
    assert (await client.heard(f"room:{room}"))[1]["n"] == 0
    with rooms.database.transaction():
        rooms.database.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where query ilike 'listen%%realtime%%' and pid <> pg_backend_pid()"
        )
        for n in range(1, 4):
            rooms.send(f"room:{room}", "n", {"n": n})
    assert [(await client.heard(f"room:{room}"))[1]["n"] for _ in range(3)] == [1, 2, 3]
    rooms.send(f"room:{room}", "n", {"n": 4})
    assert (await client.heard(f"room:{room}"))[1]["n"] == 4
    await client.hears_nothing(f"room:{room}")


@pytest.mark.slow(reason="supabase-js waits before it connects again")
async def test_after_a_restart_of_the_gateway_clients_join_again(rooms: Rooms, room: str) -> None:
    client = await rooms.member_client(room)
    await client.joined(f"room:{room}")
    assert rooms.stack.gateway
    rooms.stack.gateway.stop()
    assert (await client.next("status"))["status"] == "CHANNEL_ERROR"
    rooms.stack.start_gateway()
    while (await client.next("status", seconds=20))["status"] != "SUBSCRIBED":
        pass
    rooms.send(f"room:{room}", "n", {"n": 1})
    assert await client.heard(f"room:{room}")


def test_partitions_are_kept_for_the_days_around(rooms: Rooms) -> None:
    rooms.database.execute(
        "create table realtime.messages_2020_01_01 partition of realtime.messages "
        "for values from ('2020-01-01') to ('2020-01-02')"
    )
    rooms.database.execute("select realtime.keep_partitions()")
    days = rooms.database.execute("""
        select array_agg(to_date(right(c.relname, 10), 'YYYY_MM_DD') - current_date order by c.relname)
        from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'realtime.messages'::regclass
    """).fetchone()
    assert days and set(range(-1, 4)) <= set(days[0]) <= set(range(-3, 4))
