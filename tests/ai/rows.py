"""One row of each table of ai."""

from __future__ import annotations

import itertools
from datetime import timedelta

from tests.foundation.accounts import Row
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import MONDAY, Letters, Table, World

_days = itertools.count()


def new_usage(db: SyncDb, client_id: str) -> Row:
    return db.insert("ai_usage", client_id=client_id, day=MONDAY - timedelta(days=next(_days)), calls=1)


TABLES = {
    "ai_usage": Table(
        existing=lambda w, db: new_usage(db, w.client.client_id),
        new=lambda w: {"client_id": w.client.client_id, "day": "2026-11-20", "calls": 0},
        patch={"calls": 0},
        key=("client_id", "day"),
    )
}


def rows(db: SyncDb, world: World) -> Letters:
    return {"ai_usage": [(new_usage(db, who.client_id), letter) for letter, who in world.clients]}
