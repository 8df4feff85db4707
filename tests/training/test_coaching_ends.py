"""What a client is told of a programme, and what becomes of it when the coaching or the template goes on without it."""

from __future__ import annotations

from typing import Any

from tests.training.gym import Gym, exercise, refused, template, workout

TOLD = "select kind, data from public.notifications where user_id = %s"


def short(room: Gym) -> dict[str, Any]:
    return template([workout(exercise(room.press)), workout(exercise(room.squat), day=2)])


async def coaching_ends(room: Gym) -> None:
    await room.db.rows("update public.clients set coach_id = null where id = %s", room.anna_id)


async def test_a_client_is_told_once_of_a_programme(room: Gym) -> None:
    await room.given(short(room))
    [told] = await room.db.rows(TOLD, room.anna)
    assert (told["kind"], told["data"]) == ("program_assigned", {"title": "Strength", "start": "2026-11-30"})
    for person in (room.coach, room.boris):
        assert await room.db.rows(TOLD, person) == []


async def test_a_programme_ends_with_the_coaching_and_its_sessions_stay(room: Gym) -> None:
    program = await room.given(short(room))
    first, second = await room.sessions(program)
    await room.log(first["id"], room.press)
    await room.finish(first["id"])
    await coaching_ends(room)
    [row] = await room.call(
        room.anna, "select status::text from public.client_programs where id = %s", program
    )
    assert row["status"] == "cancelled"
    assert len(await room.call(room.anna, "select 1 from public.workout_sessions")) == 2
    assert (await room.session(first["id"]))["exercises"][0]["done"]
    async with refused("PT409", "program_over"):
        await room.start(second["id"])


async def test_a_programme_that_is_over_stays_as_it_ended(room: Gym) -> None:
    program = await room.given(template([workout(exercise(room.press))]))
    [session] = await room.sessions(program)
    await room.finish(session["id"])
    await coaching_ends(room)
    query = "select status::text from public.client_programs where id = %s"
    assert await room.db.value(query, program) == "completed"


async def test_a_programme_goes_on_with_the_coach_who_takes_the_client_over(room: Gym) -> None:
    program = await room.given(short(room))
    await room.db.rows("update public.clients set coach_id = %s where id = %s", room.stranger, room.anna_id)
    query = "select status::text from public.client_programs where id = %s"
    assert await room.db.value(query, program) == "active"


async def test_a_programme_that_follows_its_template_no_longer_is_left_alone(room: Gym) -> None:
    document = short(room)
    program = await room.given(document)
    follow = "select public.follow_template(%s, %s, %s::int)"
    version = await room.ask(room.coach, follow, program, False, 1)
    assert await room.ask(room.coach, follow, program, False, version) == version == 2
    document["phases"][0]["workouts"].pop()
    await room.save(document, 1)
    preview = "select change from public.preview_template_update(%s)"
    assert await room.call(room.coach, preview, document["id"]) == []
    apply = "select public.apply_template_update(%s, array[%s::uuid])"
    assert await room.ask(room.coach, apply, document["id"], room.anna_id) == 0
    await room.ask(room.coach, follow, program, True, version)
    assert [row["change"] for row in await room.call(room.coach, preview, document["id"])] == ["removed"]
