"""What a client is told of a programme, and what becomes of it when the coaching ends."""

from __future__ import annotations

from tests.training.gym import Gym, exercise, refused, template, workout

TOLD = "select kind, data from public.notifications where user_id = %s"


def short(room: Gym) -> dict[str, object]:
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
