"""One row of each table of privacy, and what each of its functions is asked."""

from __future__ import annotations

from tests.foundation.accounts import Row
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import Arguments, Letters, Table, World
from tests.people.rows import new_client, new_client_with_account


def requested(db: SyncDb, client_id: str) -> Row:
    """The client has asked to be erased, not soon."""
    db.rows(
        "insert into public.erasure_requests (client_id, due_at) values (%s, '2099-01-01')"
        " on conflict (client_id) do nothing",
        client_id,
    )
    return {"client_id": client_id}


TABLES = {
    "audit_entries": Table(
        existing=lambda w, db: {"client_id": w.client.client_id},
        new=lambda w: {"client_id": w.client.client_id, "action": "erased"},
        patch={"action": "erased"},
        find_by="client_id",
    ),
    "erasure_requests": Table(
        existing=lambda w, db: requested(db, w.client.client_id),
        new=lambda w: {"client_id": w.client.client_id, "due_at": "2030-01-01"},
        patch={"due_at": "2030-01-01"},
        key=("client_id",),
        unmarked={"due_at"},  # a day that is past has her erased
    ),
}

ABOUT_ANNA: dict[str, Arguments] = {
    "read_health": lambda w, db: {"client_id": w.client.client_id},
    "export_client": lambda w, db: {"client_id": w.client.client_id},
    "erase_client": lambda w, db: {"client_id": w.client.client_id, "confirm_name": "Anna"},
    "request_erasure": lambda w, db: {
        "client_id": w.client.client_id,
        "confirm_name": db.value("select name from public.clients where id = %s", w.client.client_id),
    },
    "cancel_erasure": lambda w, db: {"client_id": w.client.client_id},
    "revoke_coach": lambda w, db: {"client_id": w.client.client_id},
}
CALLS: dict[str, Arguments] = {
    "erase_client": lambda w, db: {
        "client_id": new_client(db, w.coach.id)["id"],
        "confirm_name": "Newcomer",
    },
    "revoke_coach": lambda w, db: {"client_id": new_client_with_account(db, w.coach.id)["id"]},
    "delete_account": lambda w, db: {"confirm_email": "somebody.else@example.com"},
    "claim_erasures": lambda w, db: {"p_limit": 0, "p_lease_seconds": 5},
    "finish_erasures": lambda w, db: {"p_results": []},
}


def rows(db: SyncDb, world: World) -> Letters:
    query = "select id from public.audit_entries where client_id = %s"
    return {
        "erasure_requests": [(requested(db, who.client_id), letter) for letter, who in world.clients],
        "audit_entries": [
            ({"id": entry}, letter)
            for letter, who in world.clients
            for (entry,) in db.rows(query, who.client_id)
        ],
    }
