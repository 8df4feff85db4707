"""One row of each table of people, and what each of its functions is asked."""

from __future__ import annotations

from hashlib import sha256
from uuid import uuid4

from tests.foundation.accounts import Row
from tests.foundation.db import PERSON, newcomer
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import Arguments, Letters, Table, World


def new_client(db: SyncDb, coach_id: str, name: str = "Newcomer") -> Row:
    return db.insert("clients", coach_id=coach_id, name=name)


def new_client_with_account(db: SyncDb, coach_id: str) -> Row:
    client = new_client(db, coach_id)
    account = db.value(PERSON, *newcomer("client"))
    db.rows("update public.clients set user_id = %s where id = %s", account, client["id"])
    return client


def new_invite(db: SyncDb, client_id: str, coach_id: str, code: str | None = None) -> Row:
    digest = sha256((code or uuid4().hex).encode()).digest()
    return db.insert("client_invites", client_id=client_id, created_by=coach_id, code_hash=digest)


def code_of_new_invite(db: SyncDb, world: World) -> str:
    """The code of an invite of the coach for a client without an account."""
    code = uuid4().hex.upper()
    new_invite(db, new_client(db, world.coach.id)["id"], world.coach.id, code)
    return code


TABLES = {
    "profiles": Table(
        existing=lambda w, db: {"id": w.client.id},
        new=lambda w: {"id": str(uuid4()), "role": "coach"},
        patch={"full_name": "Changed"},
        set_by_system={"update": ["role", "id"]},
    ),
    "clients": Table(
        existing=lambda w, db: {"id": w.client.client_id},
        new=lambda w: {"name": "Somebody"},
        patch={"name": "Changed"},
        unmarked={"timezone", "archived_at"},
        set_by_system={"insert": ["user_id", "coach_id"], "update": ["user_id", "coach_id"]},
    ),
    "client_invites": Table(
        existing=lambda w, db: new_invite(db, w.client.client_id, w.coach.id),
        new=lambda w: {"client_id": w.client.client_id, "created_by": w.coach.id, "code_hash": "\\x00"},
        patch={"expires_at": "2030-01-01"},
    ),
}

ABOUT_ANNA: dict[str, Arguments] = {
    "invite_client": lambda w, db: {"client_id": w.client.client_id},
    "preview_invite": lambda w, db: {"code": "0000-0000-0000"},
    "accept_invite": lambda w, db: {"code": "0000-0000-0000"},
}
CALLS: dict[str, Arguments] = {
    "change_role": lambda w, db: {"role": "coach"},
    "invite_client": lambda w, db: {"client_id": new_client(db, w.coach.id)["id"]},
    "preview_invite": lambda w, db: {"code": code_of_new_invite(db, w)},
    "accept_invite": lambda w, db: {"code": code_of_new_invite(db, w)},
}


def rows(db: SyncDb, world: World) -> Letters:
    found: Letters = {"profiles": [], "clients": [], "client_invites": []}
    for letter, coach in (("K", world.coach), ("L", world.other_coach)):
        found["profiles"].append(({"id": coach.id}, letter))
    for letter, who in world.clients:
        found["profiles"].append(({"id": who.id}, letter))
        found["clients"].append(({"id": who.client_id}, letter))
        invites = db.rows("select id from public.client_invites where client_id = %s", who.client_id)
        found["client_invites"] += [({"id": invite}, letter) for (invite,) in invites]
    return found
