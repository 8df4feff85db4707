"""One row of each table of people, and what each of its functions is asked."""

from __future__ import annotations

from hashlib import sha256
from uuid import uuid4

from tests.foundation.accounts import Row
from tests.foundation.db import PERSON, newcomer
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import TODAY, Arguments, Letters, Table, World


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


def new_team(db: SyncDb, coach_id: str) -> str:
    """A team owned by a coach, with their clients."""
    team_id: str = db.insert("teams", name="Studio")["id"]
    db.insert("team_members", team_id=team_id, user_id=coach_id, role="owner")
    db.insert("team_settings", team_id=team_id)
    db.unguarded("update public.clients set team_id = %s where coach_id = %s", (team_id, coach_id))
    return team_id


def team_of(db: SyncDb, user_id: str) -> str:
    return str(db.value("select team_id from public.team_members where user_id = %s", user_id))


def new_trainer(db: SyncDb, team_id: str) -> str:
    """Somebody else who coaches in a team."""
    user_id = str(db.value(PERSON, *newcomer()))
    db.insert("team_members", team_id=team_id, user_id=user_id, role="trainer")
    return user_id


def new_team_invite(db: SyncDb, coach_id: str, code: str | None = None) -> Row:
    digest = sha256((code or uuid4().hex).encode()).digest()
    team_id = team_of(db, coach_id)
    return db.insert("team_invites", team_id=team_id, role="trainer", created_by=coach_id, code_hash=digest)


def code_of_new_team_invite(db: SyncDb, world: World) -> str:
    code = uuid4().hex.upper()
    new_team_invite(db, world.coach.id, code)
    return code


def new_share(db: SyncDb, client_id: str, coach_id: str) -> Row:
    """A client shared with a new trainer of the coach's team."""
    trainer = new_trainer(db, team_of(db, coach_id))
    return db.insert("client_shares", client_id=client_id, user_id=trainer, shared_by=coach_id)


def new_goal(db: SyncDb, client_id: str) -> Row:
    return db.insert("client_goals", client_id=client_id, title="Ten push-ups")


def new_assessment(db: SyncDb, client_id: str) -> Row:
    return db.insert("fitness_assessments", client_id=client_id, kind="Push-ups", value=9, assessed_on=TODAY)


def new_settled_alert(db: SyncDb, coach_id: str, client_id: str) -> Row:
    return db.insert("settled_alerts", coach_id=coach_id, client_id=client_id, cause=f"silent {uuid4()}")


def health_version(db: SyncDb, client_id: str) -> int:
    return db.version("health_histories", client_id=client_id)


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
    "teams": Table(
        existing=lambda w, db: {"id": team_of(db, w.coach.id)},
        new=lambda w: {"name": "Another"},
        patch={"name": "Changed"},
    ),
    "team_members": Table(
        existing=lambda w, db: {"user_id": new_trainer(db, team_of(db, w.coach.id))},
        new=lambda w: {"team_id": str(uuid4()), "user_id": w.client.id, "role": "owner"},
        patch={"role": "owner"},
        key=("team_id", "user_id"),
        find_by="user_id",
        set_by_system={"insert": ["role"], "update": ["role"]},
    ),
    "team_settings": Table(
        existing=lambda w, db: {"team_id": team_of(db, w.coach.id)},
        new=lambda w: {"team_id": str(uuid4())},
        patch={"colour": "#123456"},
        key=("team_id",),
        unmarked={"colour", "timezone"},
    ),
    "team_invites": Table(
        existing=lambda w, db: new_team_invite(db, w.coach.id),
        new=lambda w: {
            "team_id": str(uuid4()),
            "role": "admin",
            "created_by": w.coach.id,
            "code_hash": "\\x00",
        },
        patch={"role": "admin"},
    ),
    "client_shares": Table(
        existing=lambda w, db: new_share(db, w.client.client_id, w.coach.id),
        new=lambda w: {"client_id": w.client.client_id, "user_id": w.other_coach.id},
        patch={"user_id": str(uuid4())},
        key=("client_id", "user_id"),
        find_by="user_id",
        set_by_system={"insert": ["user_id"], "update": ["user_id"]},
    ),
    "client_profiles": Table(
        existing=lambda w, db: {"client_id": w.client.client_id},
        new=lambda w: {"client_id": w.client.client_id},
        patch={"occupation": "Changed"},
        key=("client_id",),
        unmarked={"birth_date", "height_cm"},
    ),
    "client_goals": Table(
        existing=lambda w, db: new_goal(db, w.client.client_id),
        new=lambda w: {"client_id": w.client.client_id, "title": "Run"},
        patch={"title": "Changed"},
    ),
    "fitness_assessments": Table(
        existing=lambda w, db: new_assessment(db, w.client.client_id),
        new=lambda w: {
            "client_id": w.client.client_id,
            "kind": "Pulse",
            "value": 60,
            "assessed_on": str(TODAY),
        },
        patch={"value": 1},
    ),
    "health_histories": Table(
        existing=lambda w, db: {"client_id": w.client.client_id},
        new=lambda w: {"client_id": w.client.client_id},
        patch={"conditions": "Changed"},
        key=("client_id",),
    ),
    "emergency_contacts": Table(
        existing=lambda w, db: {"client_id": w.client.client_id},
        new=lambda w: {"client_id": w.client.client_id, "position": 5, "name": "Mum", "phone": "123"},
        patch={"name": "Changed"},
        find_by="client_id",
    ),
    "settled_alerts": Table(
        existing=lambda w, db: new_settled_alert(db, w.coach.id, w.client.client_id),
        new=lambda w: {"client_id": w.client.client_id, "cause": f"silent {uuid4()}"},
        patch={"cause": "Changed"},
        key=("cause", "coach_id", "client_id"),
        find_by="cause",
    ),
    "user_preferences": Table(
        existing=lambda w, db: {"user_id": w.client.id},
        new=lambda w: {"user_id": w.client.id},
        patch={"first_day_of_week": 7},
        key=("user_id",),
        unmarked={"first_day_of_week"},
    ),
}

ABOUT_ANNA: dict[str, Arguments] = {
    "invite_client": lambda w, db: {"client_id": w.client.client_id},
    "preview_invite": lambda w, db: {"code": "0000-0000-0000"},
    "accept_invite": lambda w, db: {"code": "0000-0000-0000"},
    "preview_team_invite": lambda w, db: {"code": "0000-0000-0000"},
    "accept_team_invite": lambda w, db: {"code": "0000-0000-0000"},
    "share_client": lambda w, db: {
        "client_id": w.client.client_id,
        "user_id": new_trainer(db, team_of(db, w.coach.id)),
    },
    "unshare_client": lambda w, db: {
        "client_id": w.client.client_id,
        "user_id": new_share(db, w.client.client_id, w.coach.id)["user_id"],
    },
    "save_health": lambda w, db: {
        "client_id": w.client.client_id,
        "version": health_version(db, w.client.client_id),
        "injuries": "Knee",
    },
}
CALLS: dict[str, Arguments] = {
    "change_role": lambda w, db: {"role": "coach"},
    "invite_client": lambda w, db: {"client_id": new_client(db, w.coach.id)["id"]},
    "preview_invite": lambda w, db: {"code": code_of_new_invite(db, w)},
    "accept_invite": lambda w, db: {"code": code_of_new_invite(db, w)},
    "start_alone": lambda w, db: {"timezone": "UTC"},
    "create_team": lambda w, db: {"name": "Another"},
    "bring_clients": lambda w, db: {},
    "invite_to_team": lambda w, db: {"role": "trainer"},
    "preview_team_invite": lambda w, db: {"code": code_of_new_team_invite(db, w)},
    "accept_team_invite": lambda w, db: {"code": code_of_new_team_invite(db, w)},
    "set_team_role": lambda w, db: {"user_id": new_trainer(db, team_of(db, w.coach.id)), "role": "admin"},
    "remove_team_member": lambda w, db: {"user_id": new_trainer(db, team_of(db, w.coach.id))},
    "leave_team": lambda w, db: {},
}


def rows(db: SyncDb, world: World) -> Letters:
    found: Letters = {name: [] for name in TABLES}
    for letter, trainer_letter, coach in (("K", "T", world.coach), ("L", "U", world.other_coach)):
        team_id = new_team(db, coach.id)
        trainer = new_trainer(db, team_id)
        db.insert("user_preferences", user_id=coach.id)
        found["profiles"] += [({"id": coach.id}, letter), ({"id": trainer}, trainer_letter)]
        found["teams"].append(({"id": team_id}, letter))
        found["team_members"] += [
            ({"team_id": team_id, "user_id": coach.id}, letter),
            ({"team_id": team_id, "user_id": trainer}, trainer_letter),
        ]
        found["team_settings"].append(({"team_id": team_id}, letter))
        found["team_invites"].append((new_team_invite(db, coach.id), letter))
        found["user_preferences"].append(({"user_id": coach.id}, letter))
        for client_letter, who in world.clients:
            mine = db.value("select coach_id from public.clients where id = %s", who.client_id)
            if str(mine) == coach.id:
                share = {"client_id": who.client_id, "user_id": trainer}
                db.insert("client_shares", **share)
                found["client_shares"].append((share, client_letter))
                alert = new_settled_alert(db, coach.id, who.client_id)
                found["settled_alerts"].append((alert, client_letter))
    for letter, who in world.clients:
        client_id = who.client_id
        found["profiles"].append(({"id": who.id}, letter))
        found["clients"].append(({"id": client_id}, letter))
        invites = db.rows("select id from public.client_invites where client_id = %s", client_id)
        found["client_invites"] += [({"id": invite}, letter) for (invite,) in invites]
        found["client_profiles"].append((db.insert("client_profiles", client_id=client_id), letter))
        found["client_goals"].append((new_goal(db, client_id), letter))
        found["fitness_assessments"].append((new_assessment(db, client_id), letter))
        found["health_histories"].append((db.insert("health_histories", client_id=client_id), letter))
        contact = {"client_id": client_id, "position": 1, "name": "Mum", "phone": "+7 900 000 00 00"}
        found["emergency_contacts"].append((db.insert("emergency_contacts", **contact), letter))
        found["user_preferences"].append((db.insert("user_preferences", user_id=who.id), letter))
    return found
