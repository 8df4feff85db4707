"""A gym that is rolled back."""

from __future__ import annotations

import pytest

from tests.foundation.db import Db
from tests.training.gym import Gym, gym


@pytest.fixture
async def room(db: Db) -> Gym:
    return await gym(db)
