"""One row of each table of training, and what each of its functions is asked."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import LiteralString
from uuid import uuid4

from tests.foundation.accounts import Row
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import MONDAY, TODAY, Arguments, Letters, Table, World

_count = itertools.count()


def new_category(db: SyncDb, coach_id: str) -> Row:
    return db.insert("exercise_categories", coach_id=coach_id, kind="muscle", name_en="Grip")


def new_exercise(db: SyncDb, coach_id: str | None, **row: object) -> Row:
    return db.insert("exercises", coach_id=coach_id, **({"name_en": "My press"} | row))


def new_template(db: SyncDb, coach_id: str) -> Row:
    return db.insert("program_templates", id=str(uuid4()), coach_id=coach_id, title="Strength")


def new_phase(db: SyncDb, template: Row) -> Row:
    return db.insert(
        "program_phases", id=str(uuid4()), template_id=template["id"], position=1, title="Base", weeks=1
    )


def new_workout(db: SyncDb, phase: Row) -> Row:
    place = {"template_id": phase["template_id"], "phase_id": phase["id"], "week": 1, "position": 1}
    return db.insert("template_workouts", id=str(uuid4()), title="Push", **place)


def new_template_exercise(db: SyncDb, workout: Row, exercise: Row) -> Row:
    place = {"template_id": workout["template_id"], "workout_id": workout["id"], "position": 1}
    return db.insert("template_exercises", id=str(uuid4()), exercise_id=exercise["id"], **place)


def new_program(db: SyncDb, client_id: str) -> Row:
    """A programme of one week, in a week of its own."""
    start = MONDAY - timedelta(weeks=next(_count))
    return db.insert(
        "client_programs",
        client_id=client_id,
        template_version=1,
        title="Strength",
        mode="static",
        start_date=start,
        end_date=start + timedelta(days=6),
        phase=1,
        week=1,
        formatted_program="Push",
    )


def new_session(db: SyncDb, program: Row, **row: object) -> Row:
    """A workout of a programme, finished unless `row` says more."""
    finished = {"status": "finished", "started_at": MONDAY, "finished_at": MONDAY, "scheduled_on": MONDAY}
    return db.insert(
        "workout_sessions",
        client_id=program["client_id"],
        client_program_id=program["id"],
        title="Push",
        phase=1,
        week=1,
        position=1,
        **(finished | row),
    )


def new_session_exercise(db: SyncDb, session: Row, exercise: Row) -> Row:
    place = {"client_id": session["client_id"], "session_id": session["id"], "position": 1}
    return db.insert("session_exercises", exercise_id=exercise["id"], **place)


def new_completion(db: SyncDb, session: Row) -> Row:
    times = {"started_at": MONDAY, "finished_at": MONDAY, "duration_min": 60}
    return db.insert("workout_completions", client_id=session["client_id"], session_id=session["id"], **times)


def new_set(db: SyncDb, exercise: Row) -> Row:
    return db.insert(
        "exercise_completions",
        client_id=exercise["client_id"],
        session_id=exercise["session_id"],
        session_exercise_id=exercise["id"],
        exercise_id=exercise["exercise_id"],
        set_number=1,
        reps=5,
        kg=60,
        done_at=MONDAY,
        client_request_id=str(uuid4()),
    )


def new_metric(db: SyncDb, client_id: str) -> Row:
    return db.insert(
        "performance_metrics", client_id=client_id, metric="5 km", value=1500, measured_on=MONDAY
    )


def new_photo(db: SyncDb, client_id: str, *, shared: bool = False) -> Row:
    path = f"{client_id}/{uuid4()}.jpg"
    return db.insert(
        "progress_photos", client_id=client_id, taken_on=MONDAY, path=path, shared_with_coach=shared
    )


def new_entry(db: SyncDb, client_id: str) -> Row:
    return db.insert("progress_entries", client_id=client_id, entry_on=MONDAY, body="A good week")


class Training:
    """A row of each table about Anna, made when it is asked for."""

    def __init__(self, world: World, db: SyncDb) -> None:
        self.db, self.coach, self.client_id = db, world.coach.id, world.client.client_id

    def exercise(self) -> Row:
        return new_exercise(self.db, self.coach)

    def workout(self) -> Row:
        return new_workout(self.db, new_phase(self.db, new_template(self.db, self.coach)))

    def program(self) -> Row:
        return new_program(self.db, self.client_id)

    def session(self, **row: object) -> Row:
        return new_session(self.db, self.program(), **row)

    def session_exercise(self, **row: object) -> Row:
        return new_session_exercise(self.db, self.session(**row), self.exercise())


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

STARTED = {"status": "started", "finished_at": None}
PLANNED = {"status": "planned", "started_at": None, "finished_at": None}


def document(template: Row | None = None) -> Row:
    """A template without anything in it."""
    return {"id": template["id"] if template else str(uuid4()), "title": "Strength", "phases": []}


def of_template(world: World, db: SyncDb) -> Row:
    """A template with one workout."""
    workout = Training(world, db).workout()
    new_template_exercise(db, workout, Training(world, db).exercise())
    return {"template_id": workout["template_id"]}


def of_program(world: World, db: SyncDb) -> Row:
    return {"program_id": Training(world, db).program()["id"], "version": 1}


def of_session(world: World, db: SyncDb) -> Row:
    return {"session_id": Training(world, db).session(**STARTED)["id"]}


def new_set_of(world: World, db: SyncDb) -> Row:
    of = Training(world, db).session_exercise(**STARTED)
    place = {
        "session_id": of["session_id"],
        "session_exercise_id": of["id"],
        "exercise_id": of["exercise_id"],
    }
    return place | {"set_number": 1, "reps": 5, "kg": 60, "client_request_id": str(uuid4())}


def saved_template(world: World, db: SyncDb) -> Row:
    template = new_template(db, world.coach.id)
    return {"template": document(template), "version": 1}


def moved(world: World, db: SyncDb) -> Row:
    session = Training(world, db).session(**PLANNED)
    return {"program_id": session["client_program_id"], "phase": 1, "week": 1, "version": 1}


ABOUT_ANNA: dict[str, Arguments] = {
    "merge_exercises": lambda w, db: {
        "from_id": Training(w, db).exercise()["id"],
        "to_id": Training(w, db).exercise()["id"],
    },
    "get_program_template": of_template,
    "copy_program_template": of_template,
    "archive_program_template": lambda w, db: of_template(w, db) | {"version": 1},
    "preview_template_update": of_template,
    "apply_template_update": lambda w, db: of_template(w, db) | {"client_ids": [w.client.client_id]},
    "assign_program": lambda w, db: {
        **of_template(w, db),
        "client_id": w.client.client_id,
        "start_date": str(TODAY + timedelta(weeks=next(_count) % 100)),
        "mode": "static",
    },
    "move_program": moved,
    "pause_program": of_program,
    "resume_program": of_program,
    "shift_program": lambda w, db: of_program(w, db) | {"days": 0},
    "cancel_program": of_program,
    "next_week_preview": lambda w, db: {"program_id": Training(w, db).program()["id"]},
    "my_session": of_session,
    "start_session": of_session,
    "add_session_exercise": lambda w, db: {
        **of_session(w, db),
        "session_exercise_id": str(uuid4()),
        "exercise_id": Training(w, db).exercise()["id"],
    },
    "swap_exercise": lambda w, db: {
        "session_exercise_id": Training(w, db).session_exercise(**STARTED)["id"],
        "exercise_id": Training(w, db).exercise()["id"],
    },
    "log_set": new_set_of,
    "finish_session": of_session,
    "reopen_session": of_session,
    "skip_session": of_session,
}
CALLS: dict[str, Arguments] = {
    "search_exercises": lambda w, db: {"query": "press"},
    "save_program_template": saved_template,
    "start_ad_hoc": lambda w, db: {"session_id": str(uuid4()), "client_id": w.client.client_id},
    "undo_set": lambda w, db: {"client_request_id": str(uuid4())},
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
