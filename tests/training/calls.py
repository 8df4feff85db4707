"""What each function of training is asked: about Anna, and about nobody in particular."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from psycopg.types.json import Jsonb

from tests.foundation.accounts import Row
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import TODAY, Arguments, World
from tests.training.one_row import (
    Training,
    count,
    new_template,
    new_template_exercise,
    new_workout_log,
)

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


def asked(world: World, db: SyncDb) -> Row:
    """A log of Anna's about which something is asked."""
    question = Jsonb({"kind": "session", "choices": []})
    return new_workout_log(db, Training(world, db).session(**STARTED), session_id=None, question=question)


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
        "start_date": str(TODAY + timedelta(weeks=next(count) % 100)),
        "mode": "static",
    },
    "move_program": moved,
    "pause_program": of_program,
    "resume_program": of_program,
    "shift_program": lambda w, db: of_program(w, db) | {"days": 0},
    "cancel_program": of_program,
    "follow_template": lambda w, db: of_program(w, db) | {"follows": False},
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
    "note_exercise": lambda w, db: {
        "session_exercise_id": Training(w, db).session_exercise(**STARTED)["id"],
        "notes": "Elbow hurts",
    },
    "finish_session": of_session,
    "reopen_session": of_session,
    "skip_session": of_session,
    "answer_workout_log": lambda w, db: {"log_id": asked(w, db)["log_id"], "choice": None},
}
CALLS: dict[str, Arguments] = {
    "search_exercises": lambda w, db: {"query": "press"},
    "save_program_template": saved_template,
    "start_ad_hoc": lambda w, db: {"session_id": str(uuid4()), "client_id": w.client.client_id},
    "undo_set": lambda w, db: {"client_request_id": str(uuid4())},
}
