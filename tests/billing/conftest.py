"""A shop that is rolled back."""

from __future__ import annotations

import pytest

from tests.billing.shop import Shop, shop
from tests.foundation.db import Db


@pytest.fixture
async def till(db: Db) -> Shop:
    return await shop(db)
