"""One row of the table of tags, and what each of its functions is asked."""

from __future__ import annotations

from uuid import uuid4

from tests.foundation.accounts import Row
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import Arguments, Letters, Table, World


def new_tag(db: SyncDb, client_id: str) -> Row:
    return db.insert("client_tags", client_id=client_id, label=uuid4().hex)


TABLES = {
    "client_tags": Table(
        existing=lambda w, db: new_tag(db, w.client.client_id),
        new=lambda w: {"client_id": w.client.client_id, "label": uuid4().hex},
        patch={"label": "Changed"},
        key=("client_id", "label"),
        find_by="label",
    )
}

ABOUT_ANNA: dict[str, Arguments] = {
    "tag_client": lambda w, db: {"client_id": w.client.client_id, "label": "Morning"},
    "untag_client": lambda w, db: {
        "client_id": w.client.client_id,
        "label": new_tag(db, w.client.client_id)["label"],
    },
}


def rows(db: SyncDb, world: World) -> Letters:
    return {"client_tags": [(new_tag(db, who.client_id), letter) for letter, who in world.clients]}
