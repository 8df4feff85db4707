"""One row of each table of training, put there by the superuser."""

from __future__ import annotations

import itertools
from datetime import timedelta
from uuid import uuid4

from tests.foundation.accounts import Row
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import MONDAY, World
from tests.progress.rows import new_log

count = itertools.count()


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
    start = MONDAY - timedelta(weeks=next(count))
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


def new_workout_log(db: SyncDb, session: Row, **row: object) -> Row:
    client_id = session["client_id"]
    place = {"client_id": client_id, "session_id": session["id"]}
    log = {} if "log_id" in row else {"log_id": new_log(db, client_id)["id"]}
    return db.insert("workout_logs", **(place | log | row))


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
