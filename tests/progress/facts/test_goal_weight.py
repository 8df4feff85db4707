"""The weight that coach and client have agreed on."""

from __future__ import annotations

import pytest

from tests.progress.pair import Pair

SET = (
    "update public.clients set goal_weight_kg = %s, version = version where id = %s returning goal_weight_kg"
)


@pytest.mark.parametrize("kilograms", [29.9, 300.1, 0, -70, "NaN"])
def test_an_impossible_goal_is_refused(pair: Pair, kilograms: object) -> None:
    with pair.refused("PT422", "goal_weight"), pair.db.acting_as(pair.user):
        pair.db.rows(SET, kilograms, pair.client)


@pytest.mark.parametrize("kilograms", [30, 67.5, 300, None])
def test_a_possible_goal_is_kept_for_both(pair: Pair, kilograms: float | None) -> None:
    for person in (pair.user, pair.coach):
        with pair.db.acting_as(person):
            [row] = pair.db.rows(SET, kilograms, pair.client)
        assert row["goal_weight_kg"] == kilograms
    assert pair.db.summary(pair.client)["goal_weight_kg"] == kilograms
