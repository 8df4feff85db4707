"""What people write themselves: a coach's exercises and categories, a client's photos, diary and measurements."""

from __future__ import annotations

from typing import LiteralString
from uuid import uuid4

import pytest

from tests.training.gym import Gym, exercise, refused, template, workout

OWN = "insert into public.exercises (name_ru, kind) values (%s, %s::public.exercise_kind) returning id::text"
SEARCH = "select name_en, name_ru from public.search_exercises(%s)"


async def test_a_coach_finds_and_hides_exercises(room: Gym) -> None:
    await room.ask(room.coach, OWN, "Жим с цепями", "weight_reps")
    found = [await room.call(p, SEARCH, "жим с цепями") for p in (room.coach, room.anna, room.stranger)]
    assert ["Жим с цепями" in [row["name_ru"] for row in rows] for rows in found] == [True, True, False]
    hide = "insert into public.hidden_exercises (exercise_id) values (%s)"
    await room.call(room.coach, hide, room.press)
    shown = await room.call(room.coach, "select id::text from public.search_exercises('bench press')")
    assert room.press not in [row["id"] for row in shown]


async def test_merged_exercises_have_one_history(room: Gym) -> None:
    own = await room.ask(room.coach, OWN, "Мой жим", "weight_reps")
    [session] = await room.sessions(await room.given(template([workout(exercise(own))])))
    await room.log(session["id"], own)
    for _ in range(2):
        await room.call(room.coach, "select public.merge_exercises(%s, %s)", own, room.press)
    [row] = await room.call(room.anna, "select exercise_id::text, sets from public.exercise_history")
    assert row == {"exercise_id": room.press, "sets": 1}
    run = await room.ask(room.coach, OWN, "Бег", "distance")
    async with refused("PT422", "exercise_merge"):
        await room.call(room.coach, "select public.merge_exercises(%s, %s)", run, room.press)
    async with refused("PT404", "no_such_own_exercise"):
        await room.call(room.coach, "select public.merge_exercises(%s, %s)", room.press, room.squat)


async def test_a_category_does_not_lie_within_itself(room: Gym) -> None:
    add = "insert into public.exercise_categories (kind, name_en, parent_id) values ('muscle', 'Grip', %s) returning id"
    upper = await room.ask(room.coach, add, None)
    lower = await room.ask(room.coach, add, upper)
    move = "update public.exercise_categories set parent_id = %s, version = 1 where id = %s"
    for parent in (lower, upper):
        async with refused("PT422", "category_cycle"):
            await room.call(room.coach, move, parent, upper)


async def test_exercises_forget_a_category_that_is_deleted(room: Gym) -> None:
    add = (
        "insert into public.exercise_categories (kind, name_en, parent_id) values ('muscle', 'Grip', %s)"
        " returning id, slug"
    )
    [upper] = await room.call(room.coach, add, None)
    [lower] = await room.call(room.coach, add, upper["id"])
    own = (
        "insert into public.exercises (name_en, primary_muscles, secondary_muscles) values ('Hold', %s, %s)"
        " returning id"
    )
    hold = await room.ask(room.coach, own, ["forearms", upper["slug"]], [lower["slug"]])
    await room.call(room.coach, "delete from public.exercise_categories where id = %s", upper["id"])
    rename = (
        "update public.exercises set name_en = 'Hang', version = version where id = %s"
        " returning primary_muscles, secondary_muscles"
    )
    [row] = await room.call(room.coach, rename, hold)
    assert row == {"primary_muscles": ["forearms"], "secondary_muscles": []}


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("insert into public.exercises (name_en) values (' ')", "exercise_name"),
        (
            "insert into public.exercises (name_en, video_url) values ('a', 'http://x.example')",
            "exercise_video",
        ),
        ("insert into public.exercises (name_en, movement) values ('a', 'nowhere')", "exercise_category"),
        ("insert into public.exercises (name_en, cues) values ('a', repeat('a', 2001))", "exercise_details"),
        ("insert into public.exercises (name_en, aliases) values ('a', '{\"\"}')", "exercise_lists"),
    ],
)
async def test_a_wrong_exercise_is_refused(room: Gym, statement: LiteralString, reason: str) -> None:
    async with refused("PT422", reason):
        await room.call(room.coach, statement)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (
            "insert into public.performance_metrics (client_id, metric, value, measured_on)"
            " values (%s, '5 km', -1, current_date)",
            "metric",
        ),
        (
            "insert into public.performance_metrics (client_id, metric, value, measured_on)"
            " values (%s, '5 km', 1, current_date + 9)",
            "measured_on",
        ),
        (
            "insert into public.progress_entries (client_id, entry_on, body) values (%s, current_date, ' ')",
            "entry_text",
        ),
        (
            "insert into public.progress_photos (client_id, taken_on, path)"
            " values (%s, current_date, 'elsewhere/a.jpg')",
            "photo_path",
        ),
    ],
)
async def test_what_a_client_cannot_keep_is_refused(room: Gym, statement: LiteralString, reason: str) -> None:
    async with refused("PT422", reason):
        await room.call(room.anna, statement, room.anna_id)


async def test_a_photo_is_the_clients_alone_until_it_is_shared(room: Gym) -> None:
    path = f"{room.anna_id}/{uuid4()}.jpg"
    add = "insert into public.progress_photos (client_id, taken_on, path) values (%s, current_date, %s)"
    await room.call(room.anna, add, room.anna_id, path)
    store = "insert into storage.objects (bucket_id, name) values ('progress-photos', %s)"
    await room.call(room.anna, store, path)
    files = "select name from storage.objects where bucket_id = 'progress-photos'"
    seen = "select path from public.progress_photos"

    async def shown(person: str) -> tuple[int, int]:
        return len(await room.call(person, seen)), len(await room.call(person, files))

    assert [await shown(p) for p in (room.anna, room.coach, room.boris)] == [(1, 1), (0, 0), (0, 0)]
    share = "update public.progress_photos set shared_with_coach = true, version = 1 where path = %s"
    await room.call(room.anna, share, path)
    assert [await shown(p) for p in (room.anna, room.coach, room.boris)] == [(1, 1), (1, 1), (0, 0)]
