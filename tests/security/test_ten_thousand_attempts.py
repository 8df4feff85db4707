"""Ten thousand requests by people who have no business there break nothing and are told nobody's data.

They are made by chance from the catalog; canaries say whose data an answer holds. They are the same each time,
but for the ids in them; `ATTACK_SEED=$RANDOM make test ARGS="-k ten_thousand -s"` makes others.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

import httpx
import pytest
from psycopg import sql

from tests.foundation.accounts import NOBODY_TRUSTED, Accounts
from tests.foundation.sync_db import SyncDb
from tests.foundation.world import World
from tests.security.access import new_world
from tests.security.api import Caller
from tests.security.attempt import Attempt, Knowledge
from tests.security.attempts import attempts
from tests.security.canaries import TOKEN, place, secrets_from, word
from tests.security.forgery import FORGERIES
from tests.security.surface import Surface
from wellio_local.stack.shared import SharedStack

FindCaller = Callable[[World, str], Caller]

COUNT = 10_000
SEED = 1
AT_ONCE = 24
ACTORS = ["other_coach", "carl", "other_client", "anon", "forged"]
"""A coach and a client of another tenant, another client of the same coach, nobody, and false tokens."""
SHOWN = 20
ENOUGH = 100
"""Requests without an answer, after which there is nobody left to ask."""
BUCKET = "/storage/v1/object/log-media"

TABLES = """
    select n.nspname, c.relname, array_agg(a.attname::text order by a.attnum)
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.atttypid = 'uuid'::regtype
    where c.relkind = 'r' and (n.nspname in ('public', 'private') or c.oid = 'auth.users'::regclass)
      and exists (
        select from pg_constraint k
        where k.conrelid = c.oid and k.contype in ('p', 'f') and a.attnum = any (k.conkey)
      )
    group by 1, 2
"""
"""Tables with the columns that say whose or what a row is."""


@dataclass
class Scene:
    """The world under attack, and what an attacker must not be told."""

    world: World
    known: Knowledge
    secrets: dict[str, set[str]]


@pytest.fixture(scope="module")
async def scene(session_accounts: Accounts, db: SyncDb, caller: FindCaller) -> Scene:
    world = await new_world(session_accounts, db)
    surface = Surface.of(db)
    place(db, surface, world)
    secrets = secrets_from(db, surface, world, ACTORS)
    pictures, signed = [], []
    for owner in ("client", "carl", "other_client"):
        person, picture = caller(world, owner), word()
        path = f"{world.person(owner).client_id}/{word()}.jpg"  # type: ignore[union-attr]
        answer = await person.request(
            "POST",
            f"{BUCKET}/{path}",
            content=b"\xff\xd8\xff" + picture.encode(),
            headers={"Content-Type": "image/jpeg"},
        )
        assert answer.is_success, answer.text
        if owner == "client":
            pictures.append(path)
            for hidden in secrets.values():
                hidden |= {picture, *TOKEN.findall(path)}
        else:
            sign = await person.request(
                "POST", f"/storage/v1/object/sign/log-media/{path}", json={"expiresIn": 3600}
            )
            signed.append(sign.json()["signedURL"].partition("?")[2])
    for account in (world.client, world.coach):
        for actor, hidden in secrets.items():
            if actor != "other_client" or account is world.client:
                hidden |= {account.email}
    victim = [world.client.client_id, world.client.id, world.coach.id]
    rows = [key[0] for relation in world.rows.values() for key, letter in relation.items() if letter in "AaK"]
    own = [world.carl.client_id, world.carl.id, world.other_client.client_id, world.other_client.id]
    known = Knowledge(
        surface=surface,
        actors=ACTORS,
        ids=[*victim, *rows, *own],
        words=[token for token in sorted(secrets["anon"]) if token.startswith("canary")],
        pictures=pictures,
        folders={"carl": world.carl.client_id, "other_client": world.other_client.client_id},
        signed=signed,
    )
    return Scene(world, known, secrets)


async def send(attempt: Attempt, caller: Caller, http: httpx.AsyncClient) -> httpx.Response:
    """As it is: no client library puts the path right."""
    headers = {"apikey": caller.key, **attempt.headers}
    if caller.token is not None:
        headers["Authorization"] = f"Bearer {caller.token}"
    request = http.build_request(attempt.method, "/", headers=headers, content=attempt.body)
    request.extensions["target"] = attempt.target.encode()
    try:
        return await http.send(request, follow_redirects=False)
    except (
        httpx.TransportError
    ):  # a connection that was idle may be closed just then; a server that fell stays down
        return await http.send(request, follow_redirects=False)


def told(answer: httpx.Response, attempt: Attempt, secrets: set[str]) -> set[str]:
    """The secrets in an answer that were not in the question."""
    said = f"{answer.text} {answer.headers}"
    asked = (
        f"{attempt.target} {unquote(attempt.target)} {(attempt.body or b'').decode(errors='replace')}".lower()
    )
    found = {*TOKEN.findall(said), *(one for one in secrets if "@" in one and one in said)} & secrets
    return {one for one in found if one.lower() not in asked}


def state(db: SyncDb, world: World) -> dict[str, list[str]]:
    """Every row about Anna, her coach and their team, every file in her folder, and the account of her coach."""
    team = db.value("select team_id::text from public.team_members where user_id = %s", world.coach.id)
    theirs = [key[0] for rows in world.rows.values() for key, letter in rows.items() if letter in "AaK"]
    ids = [one for one in theirs if len(one) == len(world.client.id)]
    anna = [world.client.client_id, world.client.id, world.coach.id, team, *ids]
    found = {}
    for schema, table, keys in db.rows(TABLES):
        query = sql.SQL("select t::text from {} t where array[{}] && %s::uuid[] order by 1").format(
            sql.Identifier(schema, table), sql.SQL(", ").join(map(sql.Identifier, keys))
        )
        found[f"{schema}.{table}"] = [row for (row,) in db.rows(query.as_string(), anna)]
    found["files"] = [
        row
        for (row,) in db.rows(
            "select t::text from storage.objects t where starts_with(name, %s) order by 1", anna[0]
        )
    ]
    account = "select p::text || u::text from public.profiles p join auth.users u using (id) where id = %s"
    found["coach"] = [row for (row,) in db.rows(account, world.coach.id)]
    return found


@pytest.mark.slow(reason="ten thousand requests")
async def test_ten_thousand_attempts_break_nothing_and_are_told_nothing(
    scene: Scene, stack: SharedStack, caller: FindCaller, db: SyncDb
) -> None:
    seed = int(os.environ.get("ATTACK_SEED", SEED))
    print(f"{COUNT} attempts, ATTACK_SEED={seed}")  # noqa: T201 - shown when it fails, and with -s
    world = scene.world
    coach_token = caller(world, "other_coach").token
    assert coach_token is not None
    false_tokens = [make(coach_token, world, stack) for make in FORGERIES.values()]
    before = state(db, world)
    theirs = {"files", "coach"} | {f"public.{table}" for table in world.rows} & before.keys()
    assert [name for name in theirs if not before[name]] == [], "there is something to change"

    broken: list[str] = []
    answers: list[tuple[set[str], str]] = []
    written: set[str] = set()
    statuses: Counter[int] = Counter()
    sent = 0
    waiting = enumerate(islice(attempts(seed, scene.known), COUNT))

    async def attack() -> None:
        """One connection: a pool of many takes longer to choose one than the gateway takes to answer."""
        async with httpx.AsyncClient(base_url=stack.api_url, timeout=30, verify=NOBODY_TRUSTED) as http:
            await attack_over(http)

    async def attack_over(http: httpx.AsyncClient) -> None:
        nonlocal sent
        for number, attempt in waiting:
            if attempt.actor == "forged":
                somebody = Caller(http, stack.publishable_key, false_tokens[number % len(false_tokens)])
            else:
                somebody = caller(world, attempt.actor)
            sent += 1
            try:
                answer = await send(attempt, somebody, http)
            except httpx.HTTPError as error:
                broken.append(f"{attempt}\n  -> no answer: {error!r}")
                if len(broken) > ENOUGH:
                    return
                continue
            statuses[answer.status_code] += 1
            if answer.status_code >= 500:
                broken.append(f"{attempt}\n  -> {answer.status_code} {answer.text[:300]}")
            if answer.is_success and attempt.method not in {"GET", "HEAD"}:
                written.update(TOKEN.findall((attempt.body or b"").decode(errors="replace")))
            if heard := told(answer, attempt, scene.secrets[attempt.actor]):
                answers.append((heard, f"{attempt}\n  -> {answer.status_code} {answer.text[:300]}"))

    await asyncio.gather(*(attack() for _ in range(AT_ONCE)))
    print(f"{sent} sent: {dict(sorted(statuses.items()))}")  # noqa: T201
    assert not broken, f"{stack.log('gateway')[-2000:]}\n{len(broken)} of {sent}, seed {seed}:\n" + "\n".join(
        broken[:SHOWN]
    )
    # Whoever has called a client of their own by somebody's id may read that name.
    leaks = [f"{said} tells {heard - written}" for heard, said in answers if heard - written]
    assert not leaks, f"{len(leaks)} of {sent}, seed {seed}:\n" + "\n".join(leaks[:SHOWN])
    assert sent == COUNT
    assert state(db, world) == before


async def test_an_answer_about_somebody_else_would_be_noticed(scene: Scene, caller: FindCaller) -> None:
    """What their own coach is told of Anna is, to each of the attackers, what they must not be told."""
    mine = f"client_id=eq.{scene.world.client.client_id}"
    for relation in scene.known.surface.relations:
        if "client_id" not in {column.name for column in relation.columns}:
            continue
        answer = await caller(scene.world, "coach").select(relation.name, f"{mine}&select=*")
        if answer.status_code == 403:  # a column that nobody reads
            continue
        for actor in ACTORS:
            question = Attempt(actor, "GET", f"/rest/v1/{relation.name}")
            assert told(answer, question, scene.secrets[actor]), (actor, relation.name)
    path = scene.known.pictures[0]
    picture = await caller(scene.world, "coach").request("GET", f"{BUCKET}/{path}")
    assert told(picture, Attempt("anon", "GET", path), scene.secrets["anon"])
