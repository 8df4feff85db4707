"""Templates: saved as one document, refused with the path of what is wrong, copied, carried to clients."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest

from tests.foundation.db import Row
from tests.training.gym import Gym, exercise, refused, template, workout


def without(document: Row, *keys: str) -> Row:
    return {key: value for key, value in document.items() if key not in keys}


async def test_a_template_comes_back_as_it_was_saved(room: Gym) -> None:
    rule = {"kind": "double", "step": 2.5}
    press = exercise(room.press, block=1, block_kind="superset", load_kind="rpe", load=8, progression=[rule])
    document = template([workout(press, exercise(room.squat, block=1, block_kind="superset"))])
    assert await room.save(document) == 1
    got = await room.ask(room.coach, "select public.get_program_template(%s)", document["id"])
    [first, second] = got["phases"][0]["workouts"][0]["exercises"]
    assert press.items() <= first.items()
    assert second["block_kind"] == "superset"
    assert await room.save(got, 1) == 2
    again = await room.ask(room.coach, "select public.get_program_template(%s)", document["id"])
    assert without(again, "version", "updated_at") == without(got, "version", "updated_at")


async def test_parts_move_appear_and_go_with_one_save(room: Gym) -> None:
    stays, goes = exercise(room.press), exercise(room.squat)
    document = template([workout(stays, goes)], [workout()])
    await room.save(document)
    first, second = document["phases"]
    second["workouts"][0]["exercises"] = [exercise(room.squat), stays]
    first["workouts"] = []
    document["phases"] = [second]
    await room.save(document, 1)
    got = await room.ask(room.coach, "select public.get_program_template(%s)", document["id"])
    ids = [e["id"] for e in got["phases"][0]["workouts"][0]["exercises"]]
    assert len(got["phases"]) == 1
    assert ids == [e["id"] for e in second["workouts"][0]["exercises"]]


async def test_an_old_version_is_not_saved(room: Gym) -> None:
    document = template()
    await room.save(document)
    await room.save(document, 1)
    async with refused("PT409", "changed_meanwhile"):
        await room.save(document, 1)


@pytest.mark.parametrize(
    ("change", "reason", "path"),
    [
        ({"sets": 10_000}, "template_value", "phases[0].workouts[0].exercises[0].sets"),
        ({"sets": 0}, "template_value", "phases[0].workouts[0].exercises[0].sets"),
        ({"sets": "three"}, "template_value", "phases[0].workouts[0].exercises[0].sets"),
        ({"load_kind": "kg", "load": -5}, "template_value", "phases[0].workouts[0].exercises[0].load"),
        ({"tempo": "fast"}, "template_value", "phases[0].workouts[0].exercises[0].tempo"),
        ({"reps_min": 10, "reps_max": 8}, "template_range", "phases[0].workouts[0].exercises[0]"),
        ({"load_kind": "rpe", "load": 11}, "template_load", "phases[0].workouts[0].exercises[0]"),
        ({"load_kind": "kg"}, "template_load", "phases[0].workouts[0].exercises[0]"),
        ({"load": 5}, "template_load", "phases[0].workouts[0].exercises[0]"),
        (
            {"progression": [{"kind": "wave"}]},
            "template_rule",
            "phases[0].workouts[0].exercises[0].progression[0]",
        ),
        (
            {"progression": [{"kind": "magic", "step": 1}]},
            "template_value",
            "phases[0].workouts[0].exercises[0].progression[0].kind",
        ),
        ({"exercise_id": str(uuid4())}, "template_exercise", "phases[0].workouts[0].exercises[0]"),
    ],
)
async def test_a_wrong_target_is_refused_with_its_path(
    room: Gym, change: Row, reason: str, path: str
) -> None:
    document = template([workout(exercise(room.press) | change)])
    async with refused("PT422", reason) as refusal:
        await room.save(document)
    assert refusal.args["path"] == path


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ([], "template_document"),
        ({"title": "", "phases": []}, "template_value"),
        (template([workout(week=2)]), "template_day"),
        (template([workout(), workout()]), "template_day"),
        (template(*[[] for _ in range(3)], weeks=52), "template_too_large"),
    ],
)
async def test_a_document_that_is_no_template_is_refused(room: Gym, document: Any, reason: str) -> None:
    async with refused("PT422", reason):
        await room.save(document)


async def test_an_id_is_there_once_and_of_one_template(room: Gym) -> None:
    day = workout(exercise(room.press))
    document = template([day, workout(*day["exercises"], day=2)])
    async with refused("PT422", "template_ids"):
        await room.save(document)
    await room.save(template([day]))
    async with refused("PT422", "template_ids"):
        await room.save(template([day]))


async def test_only_coaches_save_and_only_their_own(room: Gym) -> None:
    document = template()
    async with refused("PT404", "no_such_template"):
        await room.save(document, person=room.anna)
    await room.save(document)
    async with refused("PT404", "no_such_template"):
        await room.save(document, 1, room.stranger)


async def test_a_copy_is_independent_of_its_template(room: Gym) -> None:
    document = template([workout(exercise(room.press))])
    await room.save(document)
    copy = await room.ask(room.coach, "select public.copy_program_template(%s)", document["id"])
    before = await room.ask(room.coach, "select public.get_program_template(%s)", copy)
    document["phases"][0]["workouts"][0]["exercises"][0]["sets"] = 5
    await room.save(document, 1)
    assert await room.ask(room.coach, "select public.get_program_template(%s)", copy) == before
    assert before["phases"][0]["workouts"][0]["exercises"][0]["sets"] == 3


async def test_a_change_of_the_template_changes_no_client_until_it_is_applied(room: Gym) -> None:
    weeks = [workout(exercise(room.press), week=w) for w in (1, 2, 3)]
    document = template(weeks, weeks=3)
    program = await room.given(document)
    done, begun, planned = await room.sessions(program)
    await room.train(done["id"], [(5, 60)])
    await room.start(begun["id"])

    changed = deepcopy(document)
    for day in changed["phases"][0]["workouts"]:
        day["exercises"].append(exercise(room.squat))
    changed["phases"][0]["workouts"].append(workout(exercise(room.squat), week=3, day=2))
    await room.save(changed, 1)

    async def lengths() -> list[int]:
        return [len((await room.session(s["id"]))["exercises"]) for s in await room.sessions(program)]

    assert await lengths() == [1, 1, 1]
    preview = await room.call(room.coach, "select * from public.preview_template_update(%s)", document["id"])
    assert [(p["change"], p["session_id"]) for p in preview] == [("changed", planned["id"]), ("added", None)]
    apply = "select public.apply_template_update(%s, %s::uuid[])"
    assert await room.ask(room.coach, apply, document["id"], [room.anna_id]) == 2
    assert await lengths() == [1, 1, 2, 1]
    assert await room.ask(room.coach, apply, document["id"], [room.anna_id]) == 0
    assert [s["id"] for s in await room.sessions(program)][:3] == [s["id"] for s in (done, begun, planned)]


async def test_a_session_changed_by_hand_is_left_alone_and_a_removed_one_goes(room: Gym) -> None:
    days = [workout(exercise(room.press), day=d) for d in (1, 2)]
    document = template(days)
    program = await room.given(document)
    own, gone = await room.sessions(program)
    add = "select public.add_session_exercise(%s, %s, %s)"
    await room.call(room.anna, add, uuid4(), own["id"], room.squat)
    document["phases"][0]["workouts"] = [workout(exercise(room.squat), day=3)]
    await room.save(document, 1)
    preview = await room.call(room.coach, "select * from public.preview_template_update(%s)", document["id"])
    assert {(p["change"], p["session_id"]) for p in preview} == {("removed", gone["id"]), ("added", None)}
    apply = "select public.apply_template_update(%s, %s::uuid[])"
    await room.call(room.coach, apply, document["id"], [room.anna_id])
    assert [s["position"] for s in await room.sessions(program)] == [1, 3]
