"""Who is on a topic, as its members say themselves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.foundation.supabase_js import SupabaseJs
from tests.local.realtime.conftest import Rooms


async def present(client: SupabaseJs, names: set[str]) -> dict[str, Any]:
    """The first state in which exactly these keys are there."""
    while True:
        state: dict[str, Any] = (await client.next("present"))["present"]
        if set(state) == names:
            return state


@pytest.mark.parametrize("vsn", ["1.0.0", "2.0.0"])
async def test_who_comes_and_goes_is_seen_by_the_others(rooms: Rooms, room: str, vsn: str) -> None:
    topic = f"room:{room}"
    anna = await rooms.member_client(room, speaks=True, vsn=vsn)
    mark = await rooms.member_client(room, speaks=True)
    await anna.joined(topic, presence={"enabled": True, "key": "anna"})
    await anna.do("track", topic=topic, payload={"mood": "good"})
    assert (await anna.next("tracked"))["tracked"] == "ok"
    await present(anna, {"anna"})

    await mark.joined(topic, presence={"enabled": True, "key": "mark"})
    [state] = (await present(mark, {"anna"}))["anna"]
    assert state["mood"] == "good"
    await mark.do("track", topic=topic, payload={})
    await present(anna, {"anna", "mark"})

    await anna.do("track", topic=topic, payload={"mood": "tired"})
    await present(mark, {"anna", "mark"})
    late = await rooms.member_client(room)
    await late.joined(topic, presence={"enabled": True})
    [state] = (await present(late, {"anna", "mark"}))["anna"]
    assert state["mood"] == "tired"

    await mark.do("untrack", topic=topic)
    await present(anna, {"anna"})
    await mark.do("track", topic=topic, payload={})
    await present(anna, {"anna", "mark"})
    await mark.do("leave", topic=topic)
    await present(anna, {"anna"})


async def test_who_may_not_send_is_not_seen(rooms: Rooms, room: str) -> None:
    topic = f"room:{room}"
    silent, other = await rooms.member_client(room), await rooms.member_client(room, speaks=True)
    for client in (silent, other):
        await client.joined(topic, presence={"enabled": True, "key": "somebody"})
    await silent.do("track", topic=topic, payload={})
    assert (await silent.next("tracked"))["tracked"] == "error"
    await other.do("track", topic=topic, payload={"who": "other"})
    [state] = (await present(other, {"somebody"}))["somebody"]
    assert state["who"] == "other"
