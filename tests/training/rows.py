"""One row of each table of training for each client, and which columns people change."""

from __future__ import annotations

from typing import LiteralString
from uuid import uuid4

from tests.foundation.accounts import Row
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import MONDAY, Letters, Table, World
from tests.training.calls import ABOUT_ANNA as ABOUT_ANNA
from tests.training.calls import CALLS as CALLS
from tests.training.one_row import (
    Training,
    new_category,
    new_completion,
    new_entry,
    new_exercise,
    new_metric,
    new_phase,
    new_photo,
    new_program,
    new_session,
    new_session_exercise,
    new_set,
    new_template,
    new_template_exercise,
    new_workout,
    new_workout_log,
)


def view(patch: Row, *key: str) -> Table:
    return Table(
        existing=lambda w, db: {"client_id": w.client.client_id},
        new=lambda w: {"client_id": w.client.client_id},
        patch=patch,
        key=("client_id", *key),
        find_by="client_id",
    )


NOT_HIDDEN: LiteralString = """
    select e.id::text from public.exercises e
    where e.slug is not null
      and not exists (select from public.hidden_exercises h where h.exercise_id = e.id and h.coach_id = %s)
    order by random() limit 1
"""
"""A built-in exercise that a coach sees. Every test has the same library."""

TABLES = {
    "exercise_categories": Table(
        existing=lambda w, db: new_category(db, w.coach.id),
        new=lambda w: {"kind": "muscle", "name_en": "Grip"},
        patch={"name_en": "Changed"},
        set_by_system={"insert": ["coach_id", "slug"], "update": ["coach_id", "slug", "kind"]},
    ),
    "exercises": Table(
        existing=lambda w, db: new_exercise(db, w.coach.id),
        new=lambda w: {"name_en": "My squat"},
        patch={"name_en": "Changed"},
        unmarked={"movement", "primary_muscles", "secondary_muscles", "equipment", "video_url", "slug"},
        set_by_system={
            "insert": ["coach_id", "slug", "merged_into", "archived_at"],
            "update": ["coach_id", "slug", "kind", "merged_into"],
        },
    ),
    "hidden_exercises": Table(
        existing=lambda w, db: db.insert(
            "hidden_exercises",
            coach_id=w.coach.id,
            exercise_id=db.value(NOT_HIDDEN, w.coach.id),
        ),
        new=lambda w: {"exercise_id": next(key for key, of in w.rows["exercises"].items() if of == "M")[0]},
        patch={"exercise_id": str(uuid4())},
        key=("coach_id", "exercise_id"),
        find_by="exercise_id",
        set_by_system={"insert": ["coach_id"]},
    ),
    "program_templates": Table(
        existing=lambda w, db: new_template(db, w.coach.id),
        new=lambda w: {"id": str(uuid4()), "title": "Mine"},
        patch={"title": "Changed"},
    ),
    "program_phases": Table(
        existing=lambda w, db: new_phase(db, new_template(db, w.coach.id)),
        new=lambda w: {
            "id": str(uuid4()),
            "template_id": str(uuid4()),
            "position": 1,
            "title": "Base",
            "weeks": 1,
        },
        patch={"title": "Changed"},
        unmarked={"weeks"},
    ),
    "template_workouts": Table(
        existing=lambda w, db: Training(w, db).workout(),
        new=lambda w: {
            "id": str(uuid4()),
            "template_id": str(uuid4()),
            "phase_id": str(uuid4()),
            "week": 1,
            "position": 1,
        },
        patch={"title": "Changed"},
        unmarked={"position", "week"},
    ),
    "template_exercises": Table(
        existing=lambda w, db: new_template_exercise(
            db, Training(w, db).workout(), Training(w, db).exercise()
        ),
        new=lambda w: {
            "id": str(uuid4()),
            "template_id": str(uuid4()),
            "workout_id": str(uuid4()),
            "position": 1,
            "exercise_id": str(uuid4()),
        },
        patch={"notes": "Changed"},
        unmarked={"load", "rest_seconds", "seconds", "tempo"},
    ),
    "client_programs": Table(
        existing=lambda w, db: Training(w, db).program(),
        new=lambda w: {
            "client_id": w.client.client_id,
            "template_version": 1,
            "title": "Mine",
            "mode": "static",
            "start_date": "2026-11-01",
            "end_date": "2026-11-07",
            "phase": 1,
            "week": 1,
            "formatted_program": "Push",
        },
        patch={"title": "Changed"},
    ),
    "workout_sessions": Table(
        existing=lambda w, db: Training(w, db).session(),
        new=lambda w: {"client_id": w.client.client_id, "title": "Mine"},
        patch={"title": "Changed"},
        unmarked={"started_at"},
    ),
    "session_exercises": Table(
        existing=lambda w, db: Training(w, db).session_exercise(),
        new=lambda w: {
            "client_id": w.client.client_id,
            "session_id": str(uuid4()),
            "position": 1,
            "exercise_id": str(uuid4()),
        },
        patch={"notes": "Changed"},
    ),
    "workout_completions": Table(
        existing=lambda w, db: new_completion(db, Training(w, db).session()),
        new=lambda w: {
            "client_id": w.client.client_id,
            "session_id": str(uuid4()),
            "started_at": "2026-11-01T10:00Z",
            "finished_at": "2026-11-01T11:00Z",
        },
        patch={"notes": "Changed"},
        unmarked={"duration_min", "rpe"},
    ),
    "exercise_completions": Table(
        existing=lambda w, db: new_set(db, Training(w, db).session_exercise()),
        new=lambda w: {
            "client_id": w.client.client_id,
            "session_id": str(uuid4()),
            "exercise_id": str(uuid4()),
            "set_number": 1,
            "reps": 5,
            "client_request_id": str(uuid4()),
        },
        patch={"reps": 6},
        unmarked={"reps", "rpe", "seconds"},
    ),
    "workout_logs": Table(
        existing=lambda w, db: new_workout_log(db, Training(w, db).session()),
        new=lambda w: {"log_id": str(uuid4()), "client_id": w.client.client_id},
        patch={"answers": {}},
        key=("log_id",),
        find_by="log_id",
        unmarked={"request_ids", "has_started", "has_finished", "filled_at"},
    ),
    "performance_metrics": Table(
        existing=lambda w, db: new_metric(db, w.client.client_id),
        new=lambda w: {
            "client_id": w.client.client_id,
            "metric": "5 km",
            "value": 1500,
            "measured_on": "2026-11-01",
        },
        patch={"note": "Changed"},
        unmarked={"exercise_id", "session_id", "measured_on", "unit"},
    ),
    "progress_photos": Table(
        existing=lambda w, db: new_photo(db, w.client.client_id),
        new=lambda w: {
            "client_id": w.client.client_id,
            "taken_on": "2026-11-01",
            "path": f"{w.client.client_id}/{uuid4()}.jpg",
        },
        patch={"pose": "back"},
        unmarked={"path", "taken_on"},
        set_by_system={"update": ["client_id", "path"]},
    ),
    "progress_entries": Table(
        existing=lambda w, db: new_entry(db, w.client.client_id),
        new=lambda w: {"client_id": w.client.client_id, "entry_on": "2026-11-01", "body": "Mine"},
        patch={"title": "Changed"},
        unmarked={"entry_on"},
        set_by_system={"update": ["client_id"]},
    ),
    "exercise_history": view({"sets": 9}, "exercise_id", "session_id"),
    "weekly_muscle_volume": view({"sets": 9}, "week", "muscle"),
    "personal_records": view({"value": 9}, "exercise_id", "metric"),
    "training_adherence": view({"planned": 9}, "week"),
}


def rows(db: SyncDb, world: World) -> Letters:
    found: Letters = {table: [] for table in TABLES}
    for name in ("exercise_categories", "exercises"):
        found[name] = [({"id": id}, "M") for (id,) in db.rows(BUILT_IN[name])]
    exercises: dict[str, Row] = {}
    for letter, coach in (("K", world.coach), ("L", world.other_coach)):
        exercise = exercises[coach.id] = new_exercise(db, coach.id, primary_muscles="{grip}")
        phase = new_phase(db, new_template(db, coach.id))
        workout = new_workout(db, phase)
        hidden = db.insert("hidden_exercises", coach_id=coach.id, exercise_id=exercise["id"])
        found["exercise_categories"].append((new_category(db, coach.id), letter))
        found["exercises"].append((exercise, letter))
        found["hidden_exercises"].append((hidden, letter))
        found["program_templates"].append(({"id": phase["template_id"]}, letter))
        found["program_phases"].append((phase, letter))
        found["template_workouts"].append((workout, letter))
        found["template_exercises"].append((new_template_exercise(db, workout, exercise), letter))
    for letter, who in world.clients:
        coach = world.other_coach if who is world.carl else world.coach
        program = new_program(db, who.client_id)
        session = new_session(db, program)
        exercise = new_session_exercise(db, session, exercises[coach.id])
        found["client_programs"].append((program, letter))
        found["workout_sessions"].append((session, letter))
        found["session_exercises"].append((exercise, letter))
        found["workout_completions"].append((new_completion(db, session), letter))
        found["exercise_completions"].append((new_set(db, exercise), letter))
        log_id = next(key[0] for key, of in world.rows["logs"].items() if of == letter)
        found["workout_logs"].append((new_workout_log(db, session, log_id=log_id), letter))
        found["performance_metrics"].append((new_metric(db, who.client_id), letter))
        found["progress_photos"].append((new_photo(db, who.client_id), letter))
        found["progress_photos"].append((new_photo(db, who.client_id, shared=True), letter.lower()))
        found["progress_entries"].append((new_entry(db, who.client_id), letter))
        of_client = {
            "client_id": who.client_id,
            "week": MONDAY,
            "muscle": "grip",
            "session_id": session["id"],
        }
        of_exercise = of_client | {"exercise_id": exercise["exercise_id"]}
        for name in ("exercise_history", "weekly_muscle_volume", "training_adherence"):
            found[name].append((of_exercise, letter))
        for metric in ("e1rm", "max_kg", "max_reps"):
            found["personal_records"].append((of_exercise | {"metric": metric}, letter))
    return found


BUILT_IN = {
    "exercise_categories": "select id from public.exercise_categories where coach_id is null",
    "exercises": "select id from public.exercises where slug is not null",
}
