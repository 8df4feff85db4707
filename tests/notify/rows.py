"""One row of each table of notify, and what each of its functions is asked."""

from __future__ import annotations

from uuid import uuid4

from tests.foundation.accounts import Row
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import Arguments, Letters, Table, World

KIND = "coaching_ended"
WORDS = {"kind": KIND, "channel": "email", "locale": "en", "subject": "Over: {{name}}", "body": "Goodbye"}
P256DH = "B" + "A" * 86
AUTH = "A" * 22


def new_notification(db: SyncDb, user_id: str, client_id: str | None = None) -> Row:
    return db.insert(
        "notifications",
        user_id=user_id,
        client_id=client_id,
        kind=KIND,
        data={"name": "Somebody"},
        dedupe_key=uuid4().hex,
    )


def new_review(db: SyncDb, coach_id: str) -> Row:
    """What a coach has not read, so that cron tells them nothing more while a test looks."""
    data, key = {"count": 1}, uuid4().hex
    return db.insert("notifications", user_id=coach_id, kind="log_needs_review", data=data, dedupe_key=key)


def new_delivery(db: SyncDb, told: Row) -> Row:
    return db.insert(
        "notification_deliveries",
        notification_id=told["id"],
        user_id=told["user_id"],
        client_id=told["client_id"],
        kind=told["kind"],
        channel="email",
    )


def new_preference(db: SyncDb, user_id: str) -> Row:
    db.rows("delete from public.notification_preferences where user_id = %s", user_id)
    return db.insert("notification_preferences", user_id=user_id, kind=KIND, channel="sms", is_on=True)


def new_address(db: SyncDb, user_id: str) -> Row:
    db.rows("delete from public.notification_addresses where user_id = %s", user_id)
    return db.insert("notification_addresses", user_id=user_id, channel="telegram", address=uuid4().hex)


def new_hours(db: SyncDb, user_id: str) -> Row:
    db.rows("delete from public.notification_hours where user_id = %s", user_id)
    return db.insert(
        "notification_hours", user_id=user_id, timezone="UTC", quiet_from="22:00", quiet_until="07:00"
    )


def endpoint() -> str:
    return f"https://fcm.googleapis.com/fcm/send/{uuid4().hex}"


def new_subscription(db: SyncDb, user_id: str) -> Row:
    return db.insert("push_subscriptions", user_id=user_id, endpoint=endpoint(), p256dh=P256DH, auth=AUTH)


def new_template(db: SyncDb, coach_id: str) -> Row:
    db.rows("delete from public.notification_templates where coach_id = %s", coach_id)
    return db.insert("notification_templates", coach_id=coach_id, **WORDS)


TABLES = {
    "notification_kinds": Table(
        existing=lambda w, db: {"kind": KIND},
        new=lambda w: {"kind": "new", "path": "/"},
        patch={"path": "/changed"},
        key=("kind",),
        shared=True,
    ),
    "notifications": Table(
        existing=lambda w, db: new_notification(db, w.client.id, w.client.client_id),
        new=lambda w: {"user_id": w.client.id, "kind": KIND, "dedupe_key": uuid4().hex},
        patch={"read_at": "2030-01-01"},
        unmarked={"kind", "email"},
    ),
    "notification_templates": Table(
        existing=lambda w, db: new_template(db, w.coach.id),
        new=lambda w: {"coach_id": w.coach.id, **WORDS},
        patch={"subject": "Changed"},
        unmarked={"kind"},
    ),
    "notification_preferences": Table(
        existing=lambda w, db: new_preference(db, w.client.id),
        new=lambda w: {"user_id": w.client.id, "kind": KIND, "channel": "push", "is_on": True},
        patch={"is_on": False},
        key=("user_id", "kind", "channel"),
        unmarked={"kind"},
    ),
    "notification_addresses": Table(
        existing=lambda w, db: new_address(db, w.client.id),
        new=lambda w: {"user_id": w.client.id, "channel": "sms", "address": "+15005550006"},
        patch={"address": "Changed"},
        key=("user_id", "channel"),
    ),
    "push_subscriptions": Table(
        existing=lambda w, db: new_subscription(db, w.client.id),
        new=lambda w: {"user_id": w.client.id, "endpoint": endpoint(), "p256dh": P256DH, "auth": AUTH},
        patch={"endpoint": "Changed"},
        unmarked={"p256dh", "auth"},
    ),
    "notification_deliveries": Table(
        existing=lambda w, db: new_delivery(db, new_notification(db, w.client.id, w.client.client_id)),
        new=lambda w: {"notification_id": 1, "user_id": w.client.id, "kind": KIND, "channel": "email"},
        patch={"state": "sent"},
        unmarked={"kind"},
    ),
    "notification_hours": Table(
        existing=lambda w, db: new_hours(db, w.client.id),
        new=lambda w: {
            "user_id": w.client.id,
            "timezone": "UTC",
            "quiet_from": "22:00",
            "quiet_until": "07:00",
        },
        patch={"quiet_from": "21:00"},
        key=("user_id",),
        unmarked={"timezone"},
    ),
}


def code_of_nobody(db: SyncDb, world: World) -> dict[str, object]:
    """None of them waits for a code."""
    people = [one.id for one in (world.coach, world.other_coach, world.client, world.other_client)]
    db.rows("delete from private.address_codes where user_id = any (%s::uuid[]) returning user_id", people)
    return {"code": "000000"}


ABOUT_ANNA: dict[str, Arguments] = {
    "send_invite": lambda w, db: {"client_id": w.client.client_id, "email": "anna@example.com"},
}
CALLS: dict[str, Arguments] = {
    "my_notifications": lambda w, db: {},
    "unread_notifications": lambda w, db: {},
    "mark_notifications_read": lambda w, db: {"ids": [new_notification(db, w.client.id)["id"]]},
    "mark_all_notifications_read": lambda w, db: {},
    "set_notification_preference": lambda w, db: {"kind": KIND, "channel": "push", "is_on": False},
    "set_quiet_hours": lambda w, db: {"timezone": "Europe/Moscow"},
    "add_push_subscription": lambda w, db: {"endpoint": endpoint(), "p256dh": P256DH, "auth": AUTH},
    "remove_push_subscription": lambda w, db: {"endpoint": new_subscription(db, w.client.id)["endpoint"]},
    "link_phone": lambda w, db: {"phone": f"+4477{uuid4().int % 10**8:08}"},
    "confirm_phone": lambda w, db: code_of_nobody(db, w),
    "unlink_address": lambda w, db: {"channel": "telegram"},
    "unsubscribe": lambda w, db: {"token": f"{w.client.id}.{KIND}.{'0' * 64}"},
    "save_notification_template": lambda w, db: WORDS,
    "preview_notification_template": lambda w, db: WORDS,
    "reset_notification_template": lambda w, db: {
        name: WORDS[name] for name in ("kind", "channel", "locale")
    },
    "claim_deliveries": lambda w, db: {"p_limit": 0, "p_lease_seconds": 5},
    "finish_deliveries": lambda w, db: {"p_results": []},
}


def rows(db: SyncDb, world: World) -> Letters:
    coaches = [("K", world.coach.id), ("L", world.other_coach.id)]
    everybody = coaches + [(letter, who.id) for letter, who in world.clients]
    told = [(new_review(db, who), letter) for letter, who in coaches]
    told += [(new_notification(db, who.id, who.client_id), letter) for letter, who in world.clients]
    built_in = db.rows(
        "select id from public.notification_templates where coach_id is null and team_id is null"
    )
    return {
        "notification_kinds": [
            ({"kind": kind}, "M") for (kind,) in db.rows("select kind from public.notification_kinds")
        ],
        "notifications": told,
        "notification_templates": [(new_template(db, who), letter) for letter, who in coaches]
        + [({"id": one}, "M") for (one,) in built_in],
        "notification_preferences": [(new_preference(db, who), letter) for letter, who in everybody],
        "notification_addresses": [(new_address(db, who), letter) for letter, who in everybody],
        "push_subscriptions": [(new_subscription(db, who), letter) for letter, who in everybody],
        "notification_deliveries": [(new_delivery(db, one), letter) for one, letter in told],
        "notification_hours": [(new_hours(db, who), letter) for letter, who in everybody],
    }
