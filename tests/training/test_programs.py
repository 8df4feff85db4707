"""Programmes of clients: copied from a template, moved by the coach or by what was done."""

from __future__ import annotations

from datetime import date

import pytest

from tests.training.gym import Gym, exercise, refused, template, workout


async def test_a_client_gets_every_session_of_the_template_with_its_day(room: Gym) -> None:
    days = [workout(exercise(room.press), week=w, day=d) for w in (1, 2) for d in (1, 3, 8)]
    program = await room.given(template(days, weeks=2), start="2026-12-02")
    assert [(s["week"], s["position"], s["scheduled_on"]) for s in await room.sessions(program)] == [
        (1, 1, date(2026, 12, 2)),
        (1, 3, date(2026, 12, 4)),
        (1, 8, date(2026, 12, 2)),
        (2, 1, date(2026, 12, 9)),
        (2, 3, date(2026, 12, 11)),
        (2, 8, date(2026, 12, 9)),
    ]
    given = await room.program(program)
    assert (given["end_date"], given["phase"], given["week"]) == (date(2026, 12, 15), 1, 1)
    assert "  1. Barbell bench press: 3 x 5" in given["formatted_program"]


async def test_a_programme_may_begin_in_a_later_week(room: Gym) -> None:
    phases = [[workout(exercise(room.press))], [workout(exercise(room.squat))]]
    program = await room.given(template(*phases), first_week=2)
    [only] = await room.sessions(program)
    assert (only["phase"], only["scheduled_on"]) == (2, date(2026, 11, 30))
    assert await room.place(program) == (2, 1, "active")


async def test_a_dynamic_programme_advances_when_the_workouts_of_its_week_are_done(room: Gym) -> None:
    weeks = [[workout(exercise(room.press), day=d) for d in (1, 2)] for _ in range(2)]
    program = await room.given(template(*weeks))
    first, second, third, fourth = [s["id"] for s in await room.sessions(program)]
    await room.finish(first)
    assert await room.place(program) == (1, 1, "active")
    await room.call(room.anna, "select public.skip_session(%s)", second)
    assert await room.place(program) == (2, 1, "active")
    await room.start(second)
    assert await room.place(program) == (1, 1, "active")
    for session in (second, third, fourth):
        await room.finish(session)
    assert await room.place(program) == (2, 1, "completed")
    await room.call(room.anna, "select public.reopen_session(%s)", fourth)
    assert await room.place(program) == (2, 1, "active")


async def test_a_static_programme_never_moves_by_itself(room: Gym) -> None:
    program = await room.given(
        template([workout(exercise(room.press))], [workout(exercise(room.press))]), mode="static"
    )
    for session in await room.sessions(program):
        await room.finish(session["id"])
    assert await room.place(program) == (1, 1, "active")
    await room.call(room.coach, "select public.move_program(%s, 2, 1, 1)", program)
    assert await room.place(program) == (2, 1, "active")
    assert await room.ask(room.coach, "select public.cancel_program(%s, 2)", program) == "completed"


async def test_only_a_static_programme_is_moved_and_only_to_a_week_it_has(room: Gym) -> None:
    dynamic = await room.given(template([workout(exercise(room.press))]))
    async with refused("PT409", "program_moves_by_itself"):
        await room.call(room.coach, "select public.move_program(%s, 1, 1, 1)", dynamic)
    static = await room.given(
        template([workout(exercise(room.press))]), mode="static", client_id=room.boris_id
    )
    async with refused("PT422", "program_week"):
        await room.call(room.coach, "select public.move_program(%s, 1, 2, 1)", static)
    async with refused("PT409", "changed_meanwhile"):
        await room.call(room.coach, "select public.move_program(%s, 1, 1, 7)", static)
    async with refused("PT403", "only_coach_moves_programs"):
        await room.call(room.boris, "select public.move_program(%s, 1, 1, 1)", static)
    async with refused("PT404", "no_such_program"):
        await room.call(room.stranger, "select public.move_program(%s, 1, 1, 1)", static)


async def test_a_pause_stops_sessions_and_moves_what_is_planned(room: Gym) -> None:
    program = await room.given(template([workout(exercise(room.press), day=d) for d in (1, 2)]))
    done, planned = await room.sessions(program)
    await room.finish(done["id"])
    version = (await room.program(program))["version"]
    async with refused("PT428", "version_missing"):
        await room.call(room.coach, "select public.pause_program(%s, null)", program)
    await room.call(room.coach, "select public.pause_program(%s, %s)", program, version)
    async with refused("PT409", "program_paused"):
        await room.start(planned["id"])
    back = "update public.client_programs set paused_at = now() - interval '5 days' where id = %s"
    await room.db.rows(back, program)
    version = (await room.program(program))["version"]
    await room.call(room.coach, "select public.resume_program(%s, %s)", program, version)
    first, second = await room.sessions(program)
    assert [first["scheduled_on"], second["scheduled_on"]] == [date(2026, 11, 30), date(2026, 12, 6)]
    assert (await room.program(program))["end_date"] == date(2026, 12, 11)
    await room.start(planned["id"])


async def test_a_shift_moves_the_start_until_something_was_done(room: Gym) -> None:
    program = await room.given(template([workout(exercise(room.press))]))
    await room.call(room.coach, "select public.shift_program(%s, 3, 1)", program)
    moved = await room.program(program)
    assert (moved["start_date"], moved["end_date"]) == (date(2026, 12, 3), date(2026, 12, 9))
    [session] = await room.sessions(program)
    assert session["scheduled_on"] == date(2026, 12, 3)
    async with refused("PT422", "shift_days"):
        await room.call(room.coach, "select public.shift_program(%s, 400, %s)", program, moved["version"])


async def test_two_programmes_of_a_client_do_not_overlap(room: Gym) -> None:
    document = template([workout(exercise(room.press))])
    first = await room.given(document)
    async with refused("PT409", "program_overlaps"):
        await room.assign(document, start="2026-12-06")
    await room.assign(document, start="2026-12-07")
    async with refused("PT409", "program_overlaps"):
        await room.call(room.coach, "select public.shift_program(%s, 1, 1)", first)
    assert await room.ask(room.coach, "select public.cancel_program(%s, 1)", first) == "cancelled"
    await room.assign(document)


async def test_what_cannot_be_assigned_is_refused_with_its_reason(room: Gym) -> None:
    document = template([workout(exercise(room.press), week=2)], weeks=2)
    await room.save(document)
    async with refused("PT422", "program_empty_week") as refusal:
        await room.assign(document)
    assert (refusal.args["phase"], refusal.args["week"]) == (1, 1)
    empty = template()
    await room.save(empty)
    async with refused("PT422", "program_empty"):
        await room.assign(empty)
    good = template([workout(exercise(room.press))])
    await room.save(good)
    async with refused("PT422", "program_first_week"):
        await room.assign(good, first_week=2)
    async with refused("PT422", "program_start"):
        await room.assign(good, start="1999-01-01")
    [theirs] = await room.db.clients(room.stranger, ["UTC"])
    async with refused("PT404", "no_such_client"):
        await room.assign(good, client_id=theirs)
    await room.call(room.coach, "select public.archive_program_template(%s, 1)", good["id"])
    async with refused("PT409", "template_archived"):
        await room.assign(good)


async def test_a_template_that_is_gone_leaves_the_programme(room: Gym) -> None:
    document = template([workout(exercise(room.press))])
    program = await room.given(document)
    await room.db.rows("delete from public.program_templates where id = %s", document["id"])
    [session] = await room.sessions(program)
    await room.train(session["id"], [(5, 60)])
    assert await room.place(program) == (1, 1, "completed")


@pytest.mark.parametrize(
    ("status", "moves"),
    [
        ("planned", "started skipped"),
        ("started", "planned finished skipped"),
        ("finished", "started"),
        ("skipped", "started"),
    ],
)
async def test_a_session_moves_only_between_the_states_that_follow(
    room: Gym, status: str, moves: str
) -> None:
    program = await room.given(template([workout(exercise(room.press))]))
    [session] = await room.sessions(program)
    setting = (
        "update public.workout_sessions set status = %s::public.session_status, started_at = now(),"
        " finished_at = case %s when 'finished' then now() end where id = %s"
    )
    for other in {"planned", "started", "finished", "skipped"} - {status}:
        async with room.db.undone():
            await room.db.rows("set local session_replication_role = replica")
            await room.db.rows(setting, status, status, session["id"])
            await room.db.rows("set local session_replication_role = origin")
            if other in moves.split():
                await room.db.rows(setting, other, other, session["id"])
            else:
                async with refused("PT409", "session_state"):
                    await room.db.rows(setting, other, other, session["id"])
