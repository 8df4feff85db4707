"""How the built-in exercises are found: by what people type, and by categories with all that lies below them."""

from __future__ import annotations

import pytest

from tests.foundation.db import Db


async def first(db: Db, typed: str) -> str:
    query = "select slug from public.search_exercises(%s, max_rows => 1)"
    async with db.acting_as(await db.person()):
        return str(await db.value(query, typed))


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("жим", "barbell_bench_press"),
        ("Жим лежа", "barbell_bench_press"),
        ("bench press", "barbell_bench_press"),
        ("становая", "deadlift"),
        ("rdl", "romanian_deadlift"),
        ("подтяги", "pull_up"),
        ("болгарки", "bulgarian_split_squat"),
        ("берпи", "burpee"),
        ("мертвый жук", "dead_bug"),
        ("Турецкий подъем", "turkish_get_up"),
        ("скалолаз", "mountain_climber"),
    ],
)
async def test_the_short_name_of_the_gym_finds_the_exercise(db: Db, typed: str, slug: str) -> None:
    assert await first(db, typed) == slug


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("dedlift", "deadlift"),
        ("lat puldown", "lat_pulldown"),
        ("bulgarain split squat", "bulgarian_split_squat"),
        ("станавая", "deadlift"),
        ("падтягивания", "pull_up"),
        ("гиперэкстэнзия", "back_extension"),
        ("приседанья", "back_squat"),
        ("румынская тега", "romanian_deadlift"),
    ],
)
async def test_a_typing_error_finds_the_exercise(db: Db, typed: str, slug: str) -> None:
    assert await first(db, typed) == slug


@pytest.mark.parametrize(
    ("filter", "slug", "found", "not_found"),
    [
        ("muscle", "back", "lat_pulldown", "triceps_pushdown"),
        ("muscle", "lats", "lat_pulldown", "barbell_bench_press"),
        ("movement", "pull", "lat_pulldown", "barbell_bench_press"),
        ("equipment", "machines", "lat_pulldown", "pull_up"),
        ("equipment", "free_weights", "barbell_bench_press", "push_up"),
    ],
)
async def test_a_category_finds_what_lies_below_it(
    db: Db, filter: str, slug: str, found: str, not_found: str
) -> None:
    query = """
        select slug from public.search_exercises(
          movement => %s, muscle => %s, equipment => %s, max_rows => 200
        )
    """
    arguments = [slug if name == filter else None for name in ("movement", "muscle", "equipment")]
    async with db.acting_as(await db.person()):
        slugs = {row["slug"] for row in await db.rows(query, *arguments)}
    assert found in slugs
    assert not_found not in slugs
