"""The training of the demo: the coach writes a programme, gives it to a client, who trains by it for two weeks."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from wellio_demo.scene import ClientAccount, Row, Scene, Summary

WEEKS = 4
DAYS: dict[int, tuple[str, list[tuple[str, int, int, float]]]] = {
    1: (
        "Push",
        [
            ("barbell_bench_press", 6, 8, 60),
            ("overhead_press", 6, 8, 35),
            ("triceps_pushdown", 10, 12, 20),
        ],
    ),
    3: ("Legs", [("back_squat", 5, 8, 80), ("romanian_deadlift", 8, 10, 70), ("leg_press", 10, 12, 120)]),
    5: ("Pull", [("barbell_row", 8, 10, 50), ("lat_pulldown", 10, 12, 45), ("dumbbell_curl", 10, 12, 12)]),
}
"""The workouts of each week: exercises by slug, repetitions from and to, kilograms."""
SETS = 3
RULES = [
    {"kind": "double", "step": 2.5, "rounding": 2.5},
    {"kind": "deload", "step": 10, "step_unit": "percent", "every": 4},
]
STARTED_DAYS_AGO = 16


def _id(*parts: object) -> str:
    """The same in each run, so that a demo that is played again trains nothing twice."""
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, ("wellio-demo-training", *parts)))))


async def play(scene: Scene) -> Summary:
    """Write, assign and do the programme, and count what is there."""
    client = scene.clients[0]
    template = _template(client.client_id, {row["slug"]: row["id"] for row in await _library(scene)})
    if not await _programs(scene, client):
        await scene.coach.rpc("save_program_template", {"template": template}).execute()
        start = (scene.now - timedelta(days=STARTED_DAYS_AGO)).date()
        asked = {"template_id": template["id"], "client_id": client.client_id, "start_date": str(start)}
        await scene.coach.rpc("assign_program", asked | {"mode": "dynamic_progressive"}).execute()
        await _train(scene, client)

    done = await scene.rows("workout_completions", "id,event_id")
    sets = await scene.rows("exercise_completions", "id")
    records = await scene.rows("personal_records", "metric")
    [program] = await _programs(scene, client)
    expected = 2 * len(DAYS)
    problems = [
        text
        for text, is_so in (
            (f"{expected - len(done)} workouts missing", len(done) != expected),
            (f"{len(sets)} sets there", len(sets) != expected * SETS * 3),
            ("a workout is no event", any(row["event_id"] is None for row in done)),
            (f"the programme stands in week {program['week']}", program["week"] != 3),
        )
        if is_so
    ]
    shown = f"Training: {len(done)} workouts with {len(sets)} sets, {len(records)} records; week 3 of {WEEKS} is next"
    return Summary(shown=[shown], problems=problems)


async def _library(scene: Scene) -> list[Row]:
    slugs = [slug for _, exercises in DAYS.values() for slug, *_ in exercises]
    asked = scene.coach.table("exercises").select("id,slug").in_("slug", slugs)
    return (await asked.execute()).data  # type: ignore[return-value]


async def _programs(scene: Scene, client: ClientAccount) -> list[Row]:
    asked = scene.coach.table("client_programs").select("id,week").eq("client_id", client.client_id)
    return (await asked.execute()).data  # type: ignore[return-value]


def _template(client_id: str, library: dict[str, str]) -> Row:
    return {
        "id": _id(client_id),
        "title": "Сила, 4 недели",
        "description": "Три дня в неделю. Вес растёт, когда все подходы сделаны по верхней границе.",
        "phases": [
            {
                "id": _id(client_id, "phase"),
                "title": "База",
                "weeks": WEEKS,
                "workouts": [
                    _workout(client_id, week, day, library) for week in range(1, WEEKS + 1) for day in DAYS
                ],
            }
        ],
    }


def _workout(client_id: str, week: int, day: int, library: dict[str, str]) -> Row:
    title, exercises = DAYS[day]
    return {
        "id": _id(client_id, week, day),
        "week": week,
        "position": day,
        "title": title,
        "exercises": [
            {
                "id": _id(client_id, week, day, slug),
                "exercise_id": library[slug],
                "sets": SETS,
                "reps_min": low,
                "reps_max": high,
                "load_kind": "kg",
                "load": kg,
                "rest_seconds": 120,
                "progression": RULES,
            }
            for slug, low, high, kg in exercises
        ],
    }


async def _train(scene: Scene, client: ClientAccount) -> None:
    """Two weeks as they were planned, with the top of each range reached, so that weights grow."""
    asked = client.api.table("workout_sessions").select("id,scheduled_on").lte("week", 2)
    sessions: list[Row] = (await asked.order("scheduled_on").execute()).data  # type: ignore[assignment]
    for session in sessions:
        at = datetime.fromisoformat(f"{session['scheduled_on']}T17:00:00+00:00")
        of: Row = {"session_id": session["id"]}
        await client.api.rpc("start_session", of | {"at": at.isoformat()}).execute()
        document: Row = (await client.api.rpc("my_session", of).execute()).data  # type: ignore[assignment]
        for place in document["exercises"]:
            for number in range(1, SETS + 1):
                at += timedelta(minutes=5)
                await client.api.rpc("log_set", of | _set(place, number, at)).execute()
        await client.api.rpc("finish_session", of | {"rpe": 8, "at": at.isoformat()}).execute()


def _set(place: Row, number: int, at: datetime) -> Row:
    return {
        "session_exercise_id": place["id"],
        "exercise_id": place["exercise_id"],
        "set_number": number,
        "reps": place["reps_max"],
        "kg": place["target_kg"],
        "client_request_id": _id(place["id"], number),
        "done_at": at.isoformat(),
    }
