"""The tags that the coach of the demo puts on clients."""

from __future__ import annotations

from collections import Counter

from wellio_demo.scene import Scene, Summary

TAGS = {
    "anna": ["Online", "Утренние тренировки"],
    "mark": ["Online", "Knee injury"],
    "daria": ["Marathon", "Trial month"],
}
"""Labels, by the client's key in `seed/people`."""


async def play(scene: Scene) -> Summary:
    """Have the coach put them on, and show which clients share one."""
    wanted = {(client.client_id, label) for client in scene.clients for label in TAGS.get(client.who.key, [])}
    for client_id, label in sorted(wanted):
        await scene.coach.rpc("tag_client", {"client_id": client_id, "label": label}).execute()
    there = {(row["client_id"], row["label"]) for row in await scene.rows("client_tags", "client_id,label")}
    counts = Counter(label for _, label in there).most_common()
    lost = len(wanted - there)
    return Summary(
        shown=["Tags: " + ", ".join(f"{label} ({number})" for label, number in counts)],
        problems=[f"{lost} tags missing"] if lost else [],
    )
