"""One row of each table of messaging, and what each of its functions is asked."""

from __future__ import annotations

from uuid import uuid4

from tests.foundation.accounts import ClientUser, Row
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import Arguments, Letters, Table, World


def new_thread(db: SyncDb, coach_id: str, client: ClientUser, **row: object) -> Row:
    """A thread of a coach and a client. The pair is made up, because two people have one direct thread."""
    made_up = {"kind": "direct", "direct_pair": f"{{{uuid4()},{uuid4()}}}", "client_id": client.client_id}
    thread = db.insert("message_threads", **(row or made_up), created_by=coach_id)
    owner = "owner" if row else "member"
    for user_id, client_id, role in ((coach_id, None, owner), (client.id, client.client_id, "member")):
        db.insert(
            "thread_participants", thread_id=thread["id"], user_id=user_id, client_id=client_id, role=role
        )
    return thread


def new_group(db: SyncDb, world: World) -> Row:
    return new_thread(db, world.coach.id, world.client, kind="group", title="Group")


def new_message(db: SyncDb, thread: Row, client: ClientUser, **row: object) -> Row:
    """The first message of its thread, by the client."""
    sent = {"seq": 1, "state": "sent", "sent_at": "2026-11-01T10:00Z", "body": "Hello"}
    return db.insert(
        "messages",
        id=str(uuid4()),
        thread_id=thread["id"],
        client_id=client.client_id,
        sender_id=client.id,
        **(sent | row),
    )


def message_of_anna(db: SyncDb, world: World, **row: object) -> Row:
    return new_message(db, new_thread(db, world.coach.id, world.client), world.client, **row)


def new_edit(db: SyncDb, message: Row) -> Row:
    return db.insert(
        "message_edits", message_id=message["id"], version=1, client_id=message["client_id"], body="Hallo"
    )


def new_attachment(db: SyncDb, message: Row) -> Row:
    return db.insert(
        "message_attachments",
        path=f"{message['thread_id']}/{message['id']}/1",
        message_id=message["id"],
        client_id=message["client_id"],
        name="plan.pdf",
        type="application/pdf",
        size_bytes=1000,
    )


def new_automation(db: SyncDb, coach_id: str) -> Row:
    return db.insert(
        "automated_messages", coach_id=coach_id, name="Silent", trigger="silent", after_days=3, template="Hi"
    )


def new_run(db: SyncDb, automation: Row, client_id: str) -> Row:
    return db.insert(
        "automated_runs",
        automated_message_id=automation["id"],
        client_id=client_id,
        cause=f"silent since {uuid4()}",
        due_at="2026-11-01T10:00Z",
        outcome="skipped",
        reason="archived",
    )


TABLES = {
    "message_threads": Table(
        existing=lambda w, db: new_thread(db, w.coach.id, w.client),
        new=lambda w: {"kind": "group", "title": "Mine"},
        patch={"title": "Changed"},
        unmarked={"title"},  # a direct thread has none
    ),
    "thread_participants": Table(
        existing=lambda w, db: {"thread_id": new_thread(db, w.coach.id, w.client)["id"]},
        new=lambda w: {"thread_id": str(uuid4()), "user_id": w.client.id},
        patch={"muted": True},
        key=("thread_id", "user_id"),
        unmarked={"left_seq"},  # only with the moment they left
    ),
    "messages": Table(
        existing=lambda w, db: message_of_anna(db, w),
        new=lambda w: {"id": str(uuid4()), "thread_id": str(uuid4()), "body": "Mine"},
        patch={"body": "Changed"},
        unmarked={"search"},
    ),
    "message_edits": Table(
        existing=lambda w, db: new_edit(db, message_of_anna(db, w)),
        new=lambda w: {"message_id": str(uuid4()), "version": 1, "body": "Mine"},
        patch={"body": "Changed"},
        key=("message_id", "version"),
    ),
    "message_attachments": Table(
        existing=lambda w, db: new_attachment(db, message_of_anna(db, w)),
        new=lambda w: {
            "path": uuid4().hex,
            "message_id": str(uuid4()),
            "name": "a",
            "type": "image/png",
            "size_bytes": 1,
        },
        patch={"name": "Changed"},
        key=("path",),
    ),
    "automated_messages": Table(
        existing=lambda w, db: new_automation(db, w.coach.id),
        new=lambda w: {"name": "Mine", "trigger": "silent", "after_days": 3, "template": "Hi"},
        patch={"name": "Changed"},
        unmarked={"after_days", "quiet_from", "quiet_to"},
        set_by_system={"insert": ["coach_id"], "update": ["coach_id", "on_since"]},
    ),
    "automated_runs": Table(
        existing=lambda w, db: new_run(db, new_automation(db, w.coach.id), w.client.client_id),
        new=lambda w: {
            "automated_message_id": str(uuid4()),
            "client_id": w.client.client_id,
            "cause": "mine",
            "due_at": "2026-11-01T10:00Z",
            "outcome": "sent",
        },
        patch={"cause": "Changed"},
        key=("automated_message_id", "client_id", "cause"),
        find_by="cause",
    ),
}

ABOUT_ANNA: dict[str, Arguments] = {
    "open_direct_thread": lambda w, db: {"user_id": w.client.id},
    "add_participant": lambda w, db: {"thread_id": new_group(db, w)["id"], "user_id": w.client.id},
    "remove_participant": lambda w, db: {"thread_id": new_group(db, w)["id"], "user_id": w.client.id},
    "send_message": lambda w, db: {
        "message_id": str(uuid4()),
        "thread_id": new_thread(db, w.coach.id, w.client)["id"],
        "body": "Hello",
    },
    "finish_message": lambda w, db: {
        "message_id": message_of_anna(db, w, seq=None, state="pending", sent_at=None)["id"]
    },
    "edit_message": lambda w, db: {"message_id": message_of_anna(db, w)["id"], "body": "Changed"},
    "delete_message": lambda w, db: {"message_id": message_of_anna(db, w)["id"]},
    "mute_thread": lambda w, db: {
        "thread_id": new_thread(db, w.coach.id, w.client)["id"],
        "muted": True,
    },
    "mark_thread_read": lambda w, db: {
        "thread_id": new_thread(db, w.coach.id, w.client)["id"],
        "seq": 1,
    },
    "mark_thread_unread": lambda w, db: {
        "thread_id": new_thread(db, w.coach.id, w.client)["id"],
        "seq": 1,
    },
}
CALLS: dict[str, Arguments] = {
    "create_group_thread": lambda w, db: {
        "thread_id": str(uuid4()),
        "title": "Group",
        "user_ids": [w.client.id],
    },
    "unread_messages": lambda w, db: {},
    "claim_attachments": lambda w, db: {"p_limit": 0, "p_lease_seconds": 5},
    "finish_attachments": lambda w, db: {"p_results": []},
    "my_threads": lambda w, db: {},
    "search_messages": lambda w, db: {"query": "hello"},
    "preview_automated_message": lambda w, db: {"trigger": "silent", "after_days": 3, "template": "Hi"},
}


def rows(db: SyncDb, world: World) -> Letters:
    found: Letters = {name: [] for name in TABLES}
    automations = {coach.id: new_automation(db, coach.id) for coach in (world.coach, world.other_coach)}
    for letter, coach in (("K", world.coach), ("L", world.other_coach)):
        found["automated_messages"].append((automations[coach.id], letter))
    for letter, client in world.clients:
        coach = world.other_coach if client is world.carl else world.coach
        thread = new_thread(db, coach.id, client)
        message = new_message(db, thread, client)
        found["message_threads"].append((thread, letter))
        for user_id in (coach.id, client.id):
            found["thread_participants"].append(({"thread_id": thread["id"], "user_id": user_id}, letter))
        found["messages"].append((message, letter))
        found["message_edits"].append((new_edit(db, message), letter))
        found["message_attachments"].append((new_attachment(db, message), letter))
        found["automated_runs"].append((new_run(db, automations[coach.id], client.client_id), letter))
    return found
