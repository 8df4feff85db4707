"""What the people of the demo were told, once everything else has played."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import httpx

from wellio_demo.scene import Scene, Summary

PATIENCE_SECONDS = 20.0
POLL_SECONDS = 0.3


async def finish(scene: Scene) -> Summary:
    """Tell the coach what waits for review, as cron does every five minutes, and count the letters that arrived."""
    await scene.execute("select private.notify_reviews()")
    deliveries = await _settled(scene)
    states = Counter(row["state"] for row in deliveries)
    told = Counter(row["kind"] for row in deliveries if row["state"] == "sent")
    letters = await _letters(scene)
    unread = (await scene.coach.rpc("unread_notifications", {}).execute()).data
    kinds = ", ".join(f"{kind} ({number})" for kind, number in sorted(told.items()))
    lost = states["queued"] + states["failed"] + max(0, states["sent"] - len(letters))
    return Summary(
        shown=[
            f"Notifications: {len(letters)} letters at {scene.stack.mail_url}: {kinds or 'none'}. "
            f"The coach has {unread} unread."
        ],
        problems=[f"{lost} notifications did not arrive"] if lost else [],
    )


async def _settled(scene: Scene) -> list[dict[str, Any]]:
    """The deliveries that coach and clients see, once none is under way."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while True:
        seen: dict[str, dict[str, Any]] = {}
        for api in (scene.coach, *(client.api for client in scene.clients)):
            rows: Any = (await api.table("notification_deliveries").select("id,kind,state").execute()).data
            seen |= {row["id"]: row for row in rows}
        waiting = [row for row in seen.values() if row["state"] == "queued"]
        if not waiting or asyncio.get_running_loop().time() > deadline:
            return list(seen.values())
        await asyncio.sleep(POLL_SECONDS)


async def _letters(scene: Scene) -> list[dict[str, Any]]:
    async with httpx.AsyncClient(base_url=scene.stack.mail_url) as http:
        letters: list[dict[str, Any]] = (await http.get("/letters.json")).json()
        return letters
