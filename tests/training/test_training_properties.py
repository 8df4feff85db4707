"""Whatever is trained, in whatever order: weights follow from finished sessions alone, a static programme stands still,
a dynamic one stands where its sessions say, and copies depend on nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.foundation.db import Db, Row
from tests.training.gym import Gym, exercise, gym, template, workout
from tests.training.progression_model import Done, Set, next_kg, training_max

weights = st.integers(0, 60).map(lambda n: Decimal(n) * Decimal("2.5"))
sets = st.lists(st.tuples(st.integers(1, 12), weights), max_size=4)
weeks_from = {"from_week": st.integers(1, 3)}
steps = {"step": st.sampled_from([1, 2.5, 5, 10]), "step_unit": st.sampled_from(["kg", "percent"])}
rounding = {"rounding": st.sampled_from([1, 1.25, 2.5, 5])}
rules = st.one_of(
    st.fixed_dictionaries({"kind": st.just("double"), **steps}, optional=weeks_from | rounding),
    st.fixed_dictionaries(
        {"kind": st.just("linear"), **steps},
        optional=weeks_from | rounding | {"every": st.integers(1, 3), "requires_success": st.booleans()},
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("wave"),
            "percents": st.lists(st.sampled_from([60, 72.5, 85, 100]), min_size=1, max_size=4),
        },
        optional=weeks_from | rounding,
    ),
    st.fixed_dictionaries(
        {"kind": st.just("deload"), "every": st.integers(1, 4), **steps}, optional=weeks_from | rounding
    ),
)
targets = st.fixed_dictionaries(
    {
        "sets": st.integers(1, 3),
        "reps_min": st.integers(3, 6),
        "reps_max": st.integers(6, 10),
        "load_kind": st.sampled_from(["kg", "percent"]),
        "load": st.sampled_from([50, 62.5, 80]),
        "progression": st.lists(rules, max_size=3),
    }
)
"""What one exercise asks for in every week."""

WEEKS = 4
week_of_training = st.tuples(st.sampled_from(["finish", "finish", "finish", "begin", "skip", "leave"]), sets)


@settings(max_examples=40, deadline=None)
@given(target=targets, weeks=st.lists(week_of_training, min_size=WEEKS, max_size=WEEKS))
async def test_the_next_weight_follows_from_finished_sessions_alone(
    stack_db: Db, target: Row, weeks: list[tuple[str, list[Set]]]
) -> None:
    async with stack_db.undone():
        room = await gym(stack_db)
        each = [[workout(exercise(room.press, **target))] for _ in range(WEEKS)]
        sessions = await room.sessions(await room.given(template(*each)))
        history: list[Done] = []
        for week, (session, (what, done)) in enumerate(zip(sessions, weeks, strict=True), 1):
            wanted = next_kg(target, week, history, training_max(history))
            assert await shown(room, session) == wanted, f"week {week} after {history}"
            if what == "skip":
                await room.call(room.anna, "select public.skip_session(%s)", session["id"])
            elif what != "leave":
                await train(room, session, done)
            if what == "finish":
                await room.finish(session["id"])
                # The database's clock stands still within a transaction.
                later = """
                    update public.workout_sessions set finished_at = finished_at + %s * interval '1 day' where id = %s
                """
                await room.db.rows(later, week, session["id"])
                history.append(Done(week, tuple(done), wanted))
            if what in ("finish", "begin"):
                assert await shown(room, session) == wanted, "a weight that was told never changes"


async def shown(room: Gym, session: Row) -> Decimal | None:
    [first] = (await room.session(session["id"]))["exercises"]
    return None if first["target_kg"] is None else Decimal(str(first["target_kg"])).quantize(Decimal("0.01"))


async def train(room: Gym, session: Row, done: list[Set]) -> None:
    await room.start(session["id"])
    for n, (reps, kg) in enumerate(done, 1):
        await room.log(session["id"], room.press, reps, float(kg), number=n)


ACTS = {
    "finish": "select public.finish_session(%s)",
    "begin": "select public.start_session(%s)",
    "skip": "select public.skip_session(%s)",
    "reopen": "select public.reopen_session(%s)",
}
shapes = st.lists(st.integers(1, 3), min_size=1, max_size=4)
"""How many workouts each week has; every week is a phase."""
acts = st.lists(st.tuples(st.sampled_from(list(ACTS)), st.integers(0, 11)), max_size=14)


async def programme(room: Gym, shape: list[int], mode: str) -> str:
    weeks = [[workout(exercise(room.press), day=day) for day in range(1, days + 1)] for days in shape]
    return await room.given(template(*weeks), mode=mode)


async def act(room: Gym, sessions: list[Row], what: str, which: int) -> None:
    session = sessions[which % len(sessions)]
    query = "select status::text from public.workout_sessions where id = %s"
    if what == "skip" and await room.db.value(query, session["id"]) == "finished":
        return  # it is refused
    await room.call(room.anna, ACTS[what], session["id"])


def place_of(sessions: list[Row]) -> tuple[int, int, str]:
    """Where a dynamic programme stands: its first week with something left to do, else its last one."""
    left = [(s["phase"], s["week"]) for s in sessions if s["status"] in ("planned", "started")]
    return (*min(left), "active") if left else (sessions[-1]["phase"], sessions[-1]["week"], "completed")


@settings(max_examples=30, deadline=None)
@given(shape=shapes, done=acts)
async def test_a_dynamic_programme_stands_where_its_sessions_say_and_advances_once(
    stack_db: Db, shape: list[int], done: list[tuple[str, int]]
) -> None:
    async with stack_db.undone():
        room = await gym(stack_db)
        program = await programme(room, shape, "dynamic_progressive")
        sessions = await room.sessions(program)
        for what, which in done:
            before = await room.program(program)
            for _ in range(2):  # two devices
                await act(room, sessions, what, which)
            now, place = await room.program(program), place_of(await room.sessions(program))
            was = before["phase"], before["week"], before["status"]
            phase, week, status = place
            if status == "completed":
                phase, week = was[:2]  # it stays where it was completed
            assert (now["phase"], now["week"], now["status"]) == (phase, week, status)
            assert now["version"] - before["version"] == ((phase, week, status) != was)


@settings(max_examples=20, deadline=None)
@given(shape=shapes, done=acts)
async def test_a_static_programme_never_moves_by_itself(
    stack_db: Db, shape: list[int], done: list[tuple[str, int]]
) -> None:
    async with stack_db.undone():
        room = await gym(stack_db)
        program = await programme(room, shape, "static")
        before = await room.program(program)
        for what, which in done:
            await act(room, await room.sessions(program), what, which)
        assert await room.program(program) == before


@st.composite
def edits(draw: st.DrawFn) -> list[Any]:
    """What becomes of a template: titles, exercises, days and whole weeks change or go."""
    return draw(
        st.lists(
            st.tuples(
                st.sampled_from(["title", "exercise", "sets", "remove", "add", "archive"]), st.integers(0, 11)
            ),
            min_size=1,
            max_size=6,
        )
    )


def edited(document: Row, what: str, which: int, other: str) -> None:
    workouts = document["phases"][which % len(document["phases"])]["workouts"]
    if what == "title":
        document["title"] = f"Title {which}"
    elif what == "add" and all(one["position"] != 7 for one in workouts):
        workouts.append(workout(exercise(other), day=7))
    elif workouts and what == "remove":
        workouts.pop()
    elif workouts and what == "exercise":
        workouts[0]["exercises"] = [exercise(other, sets=1 + which)]
    elif workouts and what == "sets":
        workouts[0]["exercises"][0]["sets"] = 1 + which


COPIED = """
    select jsonb_agg(to_jsonb(s) || jsonb_build_object('exercises', (
      select jsonb_agg(to_jsonb(e) order by e.position) from public.session_exercises e where e.session_id = s.id
    )) order by s.phase, s.position) as copied
    from public.workout_sessions s where s.client_program_id = %s
"""


@settings(max_examples=20, deadline=None)
@given(shape=shapes, changes=edits())
async def test_a_copy_is_independent_of_its_template(
    stack_db: Db, shape: list[int], changes: list[Any]
) -> None:
    async with stack_db.undone():
        room = await gym(stack_db)
        weeks = [[workout(exercise(room.press), day=day) for day in range(1, days + 1)] for days in shape]
        document = template(*weeks)
        await room.save(document)
        program = await room.assign(document)
        copy = await room.ask(room.coach, "select public.copy_program_template(%s)", document["id"])
        read = "select public.get_program_template(%s)"
        before = await room.db.value(COPIED, program), await room.ask(room.coach, read, copy)
        version = 1
        for what, which in changes:
            if what == "archive":
                query = "select public.archive_program_template(%s, %s::int, %s)"
                version = await room.ask(room.coach, query, document["id"], version, which % 2 == 0)
                continue
            edited(document, what, which, room.squat)
            version = await room.save(document, version)
        assert (await room.db.value(COPIED, program), await room.ask(room.coach, read, copy)) == before
        [row] = await room.call(room.coach, "select title from public.client_programs where id = %s", program)
        assert row["title"] == "Strength"
