"""The conversations of the demo: the coach with each client, and a group."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from supabase import AsyncClient

from wellio_demo.scene import Scene, Summary

SAID: dict[str, list[tuple[str, str]]] = {
    "anna": [
        ("coach", "Анна, привет! Как прошла неделя? Вижу, что сна стало больше."),
        ("client", "Привет! Да, стала ложиться раньше. Но на выходных сорвалась со сладким."),
        (
            "coach",
            "Ничего страшного, одна суббота ничего не решает. Давай в субботу добавим белка к завтраку?",
        ),
        ("client", "Давай. Творог подойдёт?"),
        ("coach", "Отлично подойдёт. Напиши потом, как было с голодом к обеду."),
    ],
    "mark": [
        ("client", "Knee is a bit sore after the run on Thursday. Should I skip squats tomorrow?"),
        ("coach", "Skip them, yes. Bike for 30 minutes instead, easy. Does it hurt on stairs?"),
        ("client", "Only going down."),
    ],
    "daria": [
        ("coach", "Daria, 10 weeks to the race! How did the long run feel?"),
        ("client", "Legs were fine, but I ran out of water at 18 km."),
    ],
}
"""What is said in the direct threads, by the client's key in `seed/people`."""
GROUP = [
    "Доброе утро! На этой неделе у всех больше шагов, чем на прошлой.",
    "Good morning! Everybody walked more than last week.",
]


def _id(*parts: object) -> str:
    """The same in each run, so that a demo that is played again says nothing twice."""
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, ("wellio-demo-messages", *parts)))))


async def play(scene: Scene) -> Summary:
    """Have them talk, and count what the coach has not read."""
    sent = 0
    for client in scene.clients:
        said = SAID.get(client.who.key, [])
        account = await _account(client.api)
        thread = str((await scene.coach.rpc("open_direct_thread", {"user_id": account}).execute()).data)
        for number, (who, body) in enumerate(said):
            writer = scene.coach if who == "coach" else client.api
            await _say(writer, thread, _id(client.client_id, number), body)
        sent += len(said)

    accounts = [await _account(client.api) for client in scene.clients]
    group = _id("group", await _account(scene.coach))
    asked: dict[str, Any] = {"thread_id": group, "title": "Утренняя группа", "user_ids": accounts}
    await scene.coach.rpc("create_group_thread", asked).execute()
    for number, body in enumerate(GROUP):
        await _say(scene.coach, group, _id(group, number), body)
    sent += len(GROUP)

    there = await scene.rows("messages", "thread_id,seq")
    unread = (await scene.coach.rpc("unread_messages").execute()).data
    problems = [] if len(there) == sent else [f"{sent - len(there)} messages missing"]
    threads = len({row["thread_id"] for row in there})
    return Summary(
        shown=[f"Messages: {len(there)} in {threads} conversations, {unread} unread by the coach"],
        problems=problems,
    )


async def _say(writer: AsyncClient, thread: str, message_id: str, body: str) -> None:
    asked = {"message_id": message_id, "thread_id": thread, "body": body}
    await writer.rpc("send_message", asked).execute()


async def _account(api: AsyncClient) -> str:
    session = await api.auth.get_session()
    if session is None:
        raise RuntimeError("Somebody of the demo is not signed in")
    return session.user.id
