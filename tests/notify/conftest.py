from __future__ import annotations

import pytest

from tests.foundation.db import Db
from tests.notify.post import Post


@pytest.fixture
async def post(db: Db) -> Post:
    await db.rows("delete from pgmq.q_deliveries")
    return Post(db)
