"""Vault's stand-in against what the original documents and its own tests show."""

from __future__ import annotations

import base64

import psycopg
import pytest

from tests.local.database import Database
from wellio_local.stack.postgres import Postgres

READ = "select decrypted_secret from vault.decrypted_secrets where name = 'a_name'"


@pytest.mark.parametrize("secret", ["s3kr3t_k3y", "", "пароль 🔑", "x" * 10_000])
async def test_a_secret_comes_back_as_it_was(undone: Database, secret: str) -> None:
    await undone.rows("select vault.create_secret(%s, 'a_name', 'what it is for')", secret)
    assert await undone.rows("select name, description, decrypted_secret from vault.decrypted_secrets") == [
        ("a_name", "what it is for", secret)
    ]


async def test_a_secret_is_stored_encrypted(undone: Database) -> None:
    ids = [await undone.value("select vault.create_secret('s3kr3t_k3y')") for _ in range(2)]
    stored = [
        secret for (secret,) in await undone.rows("select secret from vault.secrets where id = any(%s)", ids)
    ]
    assert all(b"s3kr3t" not in base64.b64decode(one) for one in stored)
    assert stored[0] != stored[1], "equal secrets look different"


async def test_the_columns_are_those_of_the_original(undone: Database) -> None:
    columns = "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 order by attnum"
    assert [name for (name,) in await undone.rows(columns, "vault.secrets")] == [
        *("id", "name", "description", "secret", "key_id", "nonce", "created_at", "updated_at")
    ]
    assert [name for (name,) in await undone.rows(columns, "vault.decrypted_secrets")] == [
        *(
            "id",
            "name",
            "description",
            "secret",
            "decrypted_secret",
            "key_id",
            "nonce",
            "created_at",
            "updated_at",
        )
    ]


async def test_names_are_optional_and_unique(db: Database) -> None:
    await db.rows("select vault.create_secret('a'), vault.create_secret('b')")
    await db.rows("select vault.create_secret('c', 'a_name')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        await db.rows("select vault.create_secret('d', 'a_name')")


async def test_an_update_changes_only_what_is_given(db: Database) -> None:
    secret = await db.value("select vault.create_secret('old', 'a_name', 'kept')")
    await db.rows("select vault.update_secret(%s, 'new')", secret)
    assert await db.rows("select name, description, decrypted_secret from vault.decrypted_secrets") == [
        ("a_name", "kept", "new")
    ]
    await db.rows(
        "select vault.update_secret(%s, new_name => 'renamed', new_description => 'changed')", secret
    )
    assert await db.rows(
        "select name, description, decrypted_secret, updated_at > created_at from vault.decrypted_secrets"
    ) == [("renamed", "changed", "new", True)]


@pytest.mark.parametrize(
    "change",
    [
        "secret = encode(overlay(decode(secret, 'base64') placing 'forged' from 40), 'base64')",
        "nonce = vault._crypto_aead_det_noncegen()",
        "id = gen_random_uuid()",
    ],
)
async def test_a_changed_ciphertext_is_noticed(undone: Database, change: str) -> None:
    await undone.rows("select vault.create_secret('s3kr3t_k3y', 'a_name')")
    await undone.rows(f"update vault.secrets set {change}")  # noqa: S608 - from the table above
    with pytest.raises(psycopg.Error, match="invalid ciphertext"):
        await undone.rows(READ)


async def test_only_the_service_role_gets_at_secrets(db: Database) -> None:
    await db.rows("select vault.create_secret('s3kr3t_k3y', 'a_name')")
    async with db.acting_as("service_role"):
        assert await db.rows(READ) == [("s3kr3t_k3y",)]
        await db.rows("select vault.create_secret('another', 'another')")
    for role in ("anon", "authenticated", "app"):
        async with db.acting_as(role):
            for attempt in (READ, "select vault.create_secret('x')", "select * from vault.secrets"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    await db.rows(attempt)


async def test_nobody_is_granted_the_key(db: Database) -> None:
    async with db.acting_as("service_role"):
        for attempt in (
            "select * from vault._root_key",
            "select vault._derived_key('encrypt', 0, 'pgsodium')",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await db.rows(attempt)


async def test_each_database_has_its_own_key(postgres: Postgres, db: Database) -> None:
    await db.rows("drop extension supabase_vault; create extension supabase_vault with schema vault")
    first = await db.value("select key from vault._root_key")
    await db.rows("drop extension supabase_vault; create extension supabase_vault with schema vault")
    assert await db.value("select key from vault._root_key") != first
