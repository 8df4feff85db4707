"""The built-in exercises and their categories: complete, in both languages, and found by one name each."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.foundation.db import Db, Row
from wellio_local import project

FEWEST = 180
FEWEST_OF_A_MUSCLE = 3

Library = list[Row]


@pytest.fixture
async def exercises(db: Db) -> Library:
    return await db.rows("select * from public.exercises where slug is not null order by slug")


@pytest.fixture
async def leaves(db: Db) -> dict[str, str]:
    """The kind of each built-in category without children, by slug."""
    query = """
        select c.slug, c.kind::text from public.exercise_categories c
        where c.coach_id is null
          and not exists (select from public.exercise_categories child where child.parent_id = c.id)
    """
    return {row["slug"]: row["kind"] for row in await db.rows(query)}


def folded(name: str) -> str:
    """As people type it, who write no ё."""
    return name.lower().replace("ё", "е")


def repeated(names: list[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def named(exercise: Row) -> list[tuple[str, str]]:
    """The categories of an exercise, each with the kind that it has there."""
    muscles = exercise["primary_muscles"] + exercise["secondary_muscles"]
    return [
        (exercise["movement"], "movement"),
        *((muscle, "muscle") for muscle in muscles),
        *((item, "equipment") for item in exercise["equipment"]),
    ]


async def test_a_built_in_exercise_has_a_name_in_both_languages(exercises: Library) -> None:
    assert len(exercises) >= FEWEST
    assert [e["slug"] for e in exercises if not e["name_en"].isascii() or not e["name_en"].strip()] == []
    assert [e["slug"] for e in exercises if not any("а" <= c <= "я" for c in folded(e["name_ru"]))] == []


async def test_a_built_in_category_has_a_name_in_both_languages(db: Db) -> None:
    query = """
        select slug from public.exercise_categories
        where coach_id is null and (name_en !~ '[A-z]' or name_ru !~ '[А-я]')
    """
    assert await db.rows(query) == []


async def test_no_two_exercises_answer_to_one_name(exercises: Library) -> None:
    names = [folded(e[column]) for e in exercises for column in ("name_en", "name_ru")]
    aliases = [alias for e in exercises for alias in e["aliases"]]
    assert repeated(names + aliases) == []
    assert [alias for alias in aliases if alias != folded(alias).strip()] == []


async def test_an_exercise_names_only_categories_without_children(
    exercises: Library, leaves: dict[str, str]
) -> None:
    lost = [(e["slug"], slug) for e in exercises for slug, kind in named(e) if leaves.get(slug) != kind]
    assert lost == []


async def test_an_exercise_names_what_it_trains_and_what_it_needs_once(exercises: Library) -> None:
    assert [e["slug"] for e in exercises if not e["primary_muscles"] or not e["equipment"]] == []
    assert [e["slug"] for e in exercises if repeated([slug for slug, _ in named(e)])] == []


async def test_every_muscle_is_the_main_one_of_three_exercises(
    exercises: Library, leaves: dict[str, str]
) -> None:
    trained = Counter(muscle for e in exercises for muscle in e["primary_muscles"])
    muscles = [slug for slug, kind in leaves.items() if kind == "muscle"]
    assert muscles
    assert {m: trained[m] for m in muscles if trained[m] < FEWEST_OF_A_MUSCLE} == {}


async def test_every_category_without_children_has_an_exercise(
    exercises: Library, leaves: dict[str, str]
) -> None:
    assert set(leaves) - {slug for e in exercises for slug, _ in named(e)} == set()


async def test_the_rows_can_be_loaded_again(db: Db, exercises: Library) -> None:
    query = "select slug, parent_id, name_en, name_ru, position from public.exercise_categories order by slug"
    categories = await db.rows(query)
    for path in sorted(project.SQL.glob("training/settings*.sql")):
        await db.connection.execute(path.read_bytes())
    again = await db.rows("select * from public.exercises where slug is not null order by slug")
    kept = [{**row, "version": 0} for row in exercises]
    assert [{**row, "version": 0} for row in again] == kept
    assert await db.rows(query) == categories
