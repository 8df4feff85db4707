"""A log that tells of a workout of the programme fills it, once, and is one event with it."""

from __future__ import annotations

import pytest

from tests.training.gym import Gym, refused
from tests.training.logbook import Logbook, logbook, some_id

PRESS = "Upper barbell_bench_press 62.5x8 62.5x8 62.5x8"
PLANNED = {"Ноги А": "planned", "Upper": "planned", "Ноги Б": "planned"}


@pytest.fixture
async def book(room: Gym) -> Logbook:
    return await logbook(room)


@pytest.mark.parametrize(
    ("text", "states", "sets"),
    [
        ("сделал день 2, жим 62.5 3х8", {"Upper": "finished"}, [PRESS]),
        ("did day 2, bench 62.5 3x8", {"Upper": "finished"}, [PRESS]),
        ("Сделала 2-й день: жим лёжа 62,5 кг 3 по 8", {"Upper": "finished"}, [PRESS]),
        ("did day 2", {"Upper": "finished"}, []),
        ("день 2 готов", {"Upper": "finished"}, []),
        ("did upper: bench 62.5 3x8", {"Upper": "finished"}, [PRESS]),
        ("сделал Ноги Б, становая 120 2х5", {"Ноги Б": "finished"}, ["Ноги Б deadlift 120x5 120x5"]),
        ("день 2: жим 62.5 3х8", {"Upper": "started"}, [PRESS]),
        ("жим лёжа 62,5 8/8/8", {"Upper": "started"}, [PRESS]),
        ("bench 62.5 3x8", {"Upper": "started"}, [PRESS]),
        (
            "присед 80 2х5, жим ногами 120 1х10, планка 60 сек",
            {"Ноги А": "finished"},
            ["Ноги А back_squat 80x5 80x5", "Ноги А leg_press 120x10", "Ноги А plank 60s"],
        ),
        (
            "did day 2, bench 62.5 3x8, push-ups 2x15",
            {"Upper": "finished"},
            [PRESS, "Upper push_up 15 15"],
        ),
        ("вес 81.2, спал 7 часов, сделал день 2, жим 62.5 3х8", {"Upper": "finished"}, [PRESS]),
    ],
)
async def test_a_log_fills_the_workout_that_it_tells_of(
    book: Logbook, text: str, states: dict[str, str], sets: list[str]
) -> None:
    log = await book.write(text)
    assert await book.states() == PLANNED | states
    assert await book.sets() == sets
    [event] = await book.workouts()
    assert str(event["log_id"]) == log
    assert event["data_json"]["source"] == "training"
    assert await book.question(log) is None


@pytest.mark.parametrize(
    "text",
    [
        "тренировка ноги 50 минут",
        "бицепс гантели 15 3х12",
        "завтра день 2, жим 62.5 3х8",
        "не сделал день 2",
        "сделать день 2?",
        "день 5 диеты, сделал 10000 шагов",
        "кбжу 1780/120/60/160",
        "вес 81.2",
        "did day 9",
    ],
)
async def test_a_log_that_names_no_workout_of_the_programme_stays_as_it_is(book: Logbook, text: str) -> None:
    await book.write(text)
    assert (await book.states(), await book.sets()) == (PLANNED, [])
    assert (
        await book.gym.count(
            "select count(*) from public.workout_logs where client_id = %s", book.gym.anna_id
        )
        == 0
    )


async def test_without_a_programme_nothing_is_asked(room: Gym) -> None:
    book = Logbook(room, "")
    await book.write("сделал день 2, жим 62.5 3х8")
    [event] = await book.workouts()
    assert event["data_json"].get("source") != "training"


async def test_yesterdays_workout_is_of_yesterday(book: Logbook) -> None:
    await book.gym.db.rows(
        "update public.client_programs set assigned_at = now() - interval '3 days' where id = %s",
        book.program,
    )
    await book.write("вчера сделал день 2, жим 62.5 3х8")
    [event] = await book.workouts()
    query = """
        select (finished_at at time zone 'UTC')::date = %s from public.workout_sessions
        where title = 'Upper' and program_week = 1 and client_id = %s
    """
    assert await book.gym.db.value(query, event["date_for_metric"], book.gym.anna_id)
    assert event["data_json"]["notes"] == "Upper"


async def test_a_workout_that_may_be_two_is_asked_about(book: Logbook) -> None:
    log = await book.write("жим ногами 120 3х10")
    asked = await book.question(log)
    assert (asked["kind"], [c["title"] for c in asked["choices"]]) == ("session", ["Ноги А", "Ноги Б"])
    assert (await book.states(), await book.sets()) == (PLANNED, [])
    async with refused("PT422", "no_such_choice"):
        await book.answer(log, some_id())
    await book.answer(log, asked["choices"][1]["id"])
    assert await book.sets() == ["Ноги Б leg_press 120x10 120x10 120x10"]
    assert len(await book.workouts()) == 1
    async with refused("PT409", "nothing_asked"):
        await book.answer(log, asked["choices"][1]["id"])


@pytest.mark.parametrize(("days_until", "title"), [(0, "Ноги А"), (-2, "Ноги Б")])
async def test_of_two_workouts_that_of_the_day_is_meant(room: Gym, days_until: int, title: str) -> None:
    book = await logbook(room, days_until=days_until)
    log = await book.write("жим ногами 120 3х10")
    assert await book.question(log) is None
    assert (await book.states())[title] == "started"


async def test_none_of_the_choices_leaves_the_log_as_it_is(book: Logbook) -> None:
    log = await book.write("жим ногами 120 3х10")
    await book.answer(log, None)
    await book.read(log)
    assert (await book.states(), await book.sets(), await book.question(log)) == (PLANNED, [], None)


async def test_words_that_may_be_two_exercises_are_asked_about(book: Logbook) -> None:
    log = await book.write("сделал день 2, штанга 60 3х8, тяга штанги в наклоне 50 1х10")
    asked = await book.question(log)
    assert (asked["kind"], asked["said"]) == ("exercise", "штанга")
    assert len(asked["choices"]) == 3
    press = next(c["id"] for c in asked["choices"] if c["name_en"] == "Overhead press")
    await book.answer(log, press)
    assert await book.sets() == ["Upper barbell_row 50x10", "Upper overhead_press 60x8 60x8 60x8"]
    assert (await book.states())["Upper"] == "finished"


async def test_a_name_that_the_workout_has_not_is_asked_about_and_may_be_left_out(book: Logbook) -> None:
    log = await book.write("did day 2, zercher thing 60 3x8, bench 62.5 3x8")
    asked = await book.question(log)
    assert (asked["kind"], len(asked["choices"])) == ("exercise", 3)
    await book.answer(log, None)
    assert await book.sets() == [PRESS]


async def test_a_stranger_answers_nothing(book: Logbook) -> None:
    log = await book.write("жим ногами 120 3х10")
    for person in (book.gym.boris, book.gym.stranger):
        async with refused("PT404", "no_such_log"):
            await book.gym.call(person, "select public.answer_workout_log(%s, null)", log)


async def test_a_log_that_is_read_again_changes_nothing(book: Logbook) -> None:
    log = await book.write("did day 2, bench 62.5 3x8")
    before = await book.sets(), await book.states(), [e["data_json"] for e in await book.workouts()]
    for _ in range(2):
        await book.read(log)
    assert (await book.sets(), await book.states(), [e["data_json"] for e in await book.workouts()]) == before
    event = "select event_id from public.workout_completions where client_id = %s"
    assert await book.gym.db.value(event, book.gym.anna_id) == (await book.workouts())[0]["id"]


async def test_the_same_workout_told_twice_is_one(book: Logbook) -> None:
    await book.write("did day 2, bench 62.5 3x8")
    second = await book.write("сделал день 2, жим 62.5 3х8, тяга в наклоне 50 1х10")
    assert await book.sets() == [PRESS, "Upper barbell_row 50x10"]
    [event] = await book.workouts()
    assert str(event["log_id"]) != second


async def test_the_last_workout_of_a_week_told_twice_is_not_that_of_the_next_week(book: Logbook) -> None:
    for day in (1, 2, 3, 3):
        await book.write(f"did day {day}")
    assert await book.gym.place(book.program) == (2, 1, "active")
    assert set((await book.states()).values()) == {"finished"}
    assert len(await book.workouts()) == 3


async def test_a_workout_that_was_finished_on_the_phone_keeps_its_event(book: Logbook) -> None:
    upper = (await book.gym.sessions(book.program))[1]["id"]
    await book.gym.finish(upper, 8)
    [own] = await book.workouts()
    await book.write("did day 2, bench 62.5 3x8")
    assert [e["id"] for e in await book.workouts()] == [own["id"]]
    assert await book.sets() == [PRESS]


async def test_a_workout_that_a_log_began_is_finished_with_the_event_of_the_log(book: Logbook) -> None:
    log = await book.write("day 2: bench 62.5 3x8")
    upper = (await book.gym.sessions(book.program))[1]["id"]
    done = await book.gym.finish(upper, 9)
    [event] = await book.workouts()
    assert (done["event_id"], str(event["log_id"])) == (event["id"], log)
    assert event["data_json"]["intensity"] == "high"
    await book.gym.call(book.gym.anna, "select public.reopen_session(%s)", upper)
    assert [e["id"] for e in await book.workouts()] == [event["id"]]


DELETE = "select public.delete_log(%s)"
REJECT = "select public.reject_log(%s)"


@pytest.mark.parametrize("undo", [DELETE, REJECT])
@pytest.mark.parametrize("text", ["did day 2, bench 62.5 3x8", "day 2: bench 62.5 3x8"])
async def test_a_log_that_is_undone_takes_its_sets_with_it(book: Logbook, undo: str, text: str) -> None:
    log = await book.write(text)
    await book.gym.call(book.gym.anna, undo, log)
    assert (await book.states(), await book.sets(), await book.workouts()) == (PLANNED, [], [])
    assert await book.gym.place(book.program) == (1, 1, "active")


async def test_a_log_that_is_restored_brings_its_sets_back(book: Logbook) -> None:
    log = await book.write("did day 2, bench 62.5 3x8")
    await book.gym.call(book.gym.anna, REJECT, log)
    await book.gym.call(book.gym.anna, "select public.restore_log(%s)", log)
    assert (await book.states(), await book.sets()) == (PLANNED | {"Upper": "finished"}, [PRESS])
    assert len(await book.workouts()) == 1


async def test_a_rejected_log_that_is_read_again_stays_undone(book: Logbook) -> None:
    log = await book.write("did day 2, bench 62.5 3x8")
    await book.gym.call(book.gym.anna, REJECT, log)
    await book.read(log)
    assert (await book.states(), await book.sets()) == (PLANNED, [])


async def test_a_set_that_was_logged_by_hand_stays_when_the_log_is_undone(book: Logbook) -> None:
    log = await book.write("did day 2, bench 62.5 3x8")
    upper = (await book.gym.sessions(book.program))[1]["id"]
    await book.gym.log(upper, book.gym.press, 5, 80, number=4)
    await book.gym.call(book.gym.anna, DELETE, log)
    assert await book.sets() == ["Upper barbell_bench_press 80x5"]
    assert (await book.states())["Upper"] == "started"


async def test_another_log_stands_for_the_workout_when_the_first_is_undone(book: Logbook) -> None:
    first = await book.write("did day 2, bench 62.5 3x8")
    second = await book.write("did day 2, overhead press 40 2x8")
    await book.gym.call(book.gym.anna, DELETE, first)
    [event] = await book.workouts()
    assert str(event["log_id"]) == second
    assert (await book.states())["Upper"] == "finished"
    assert await book.sets() == ["Upper overhead_press 40x8 40x8"]


async def test_a_log_with_nothing_else_in_it_needs_no_review(book: Logbook) -> None:
    log = await book.write("день 2 готов")
    assert (
        await book.gym.db.value("select ai_status::text from public.logs where id = %s", log) == "processed"
    )
    other = await book.write("день 1 готов, всё как-то непонятно 45")
    assert (
        await book.gym.db.value("select ai_status::text from public.logs where id = %s", other)
        == "needs_review"
    )


async def test_a_log_of_nothing_but_numbers_holds_nobody_up(book: Logbook) -> None:
    await book.write(", ".join(f"жим{n} {n}x{n}" for n in range(250)))
    await book.write("день 2: " + "жим 99999999999x99999999999, " * 60)
    await book.write("did day 2 " + "x".join("9" * 800))
    assert (await book.states(), await book.sets()) != ({}, [])


async def test_an_old_log_that_is_read_again_fills_no_programme_of_today(book: Logbook) -> None:
    await book.gym.db.rows(
        "update public.client_programs set assigned_at = now() + interval '1 minute' where id = %s",
        book.program,
    )
    await book.write("did day 2, bench 62.5 3x8")
    assert await book.states() == PLANNED


async def test_the_client_is_erased_with_what_the_logs_filled(book: Logbook) -> None:
    await book.write("did day 2, bench 62.5 3x8")
    await book.gym.db.rows("delete from public.clients where id = %s", book.gym.anna_id)
    assert (
        await book.gym.count("select count(*) from public.logs where client_id = %s", book.gym.anna_id) == 0
    )
