"""A conversation that is rolled back."""

from __future__ import annotations

import pytest

from tests.foundation.db import Db
from tests.messaging.conversation import Conversation, conversation


@pytest.fixture
async def talk(db: Db) -> Conversation:
    return await conversation(db)
