"""`make migration`: one room, its text copied from `sql/`, a lock on what it touches, and it leads to `sql/`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.schema.project_copy import ProjectCopy
from wellio_local.stack.postgres import Postgres
from wellio_schema import migrations

TABLE = """
create table public.tags (
  id        uuid primary key default gen_random_uuid(), -- stays what it is
  client_id uuid not null references public.clients (id) on delete cascade,
  name      text not null check (length(name) between 1 and 40)
);

comment on table public.tags is 'Words that a coach puts on a client; not for the client.';
comment on column public.tags.name is 'As the coach wrote it.';

create index tags_client_id_idx on public.tags (client_id); -- for the policy

alter table public.tags enable row level security;
revoke all on public.tags from public, anon, authenticated, service_role;
grant select on public.tags to authenticated;
"""
FUNCTION = """
-- What a client is called.
create function public.tags_of(p_client uuid)
returns setof public.tags
language sql
stable
set search_path = ''
as $$
  select * from public.tags t where t.client_id = p_client; -- one statement
$$;

comment on function public.tags_of(uuid) is 'The tags of a client.';
revoke execute on function public.tags_of(uuid) from public, anon, authenticated, service_role;
grant execute on function public.tags_of(uuid) to authenticated;
"""
POLICY = """
create policy "Coaches read tags of their clients" on public.tags
  for select to authenticated
  using (client_id in (select c.id from public.clients c where c.coach_id = (select auth.uid())));
"""


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[ProjectCopy]:
    made = ProjectCopy(tmp_path)
    with made.in_use():
        yield made


@pytest.fixture(scope="module")
def migrated_tags(cluster: Postgres, tmp_path_factory: pytest.TempPathFactory) -> ProjectCopy:
    """A copy in which a table, its function and its policy were added, with the migration of that."""
    made = ProjectCopy(tmp_path_factory.mktemp("tags"))
    made.append("people/tables.sql", TABLE)
    made.append("people/functions_tags.sql", FUNCTION)
    made.append("people/policies.sql", POLICY)
    with made.in_use():
        written(cluster)
    return made


@pytest.fixture
def tags(migrated_tags: ProjectCopy, tmp_path: Path) -> Iterator[ProjectCopy]:
    made = ProjectCopy(tmp_path, of=migrated_tags.root)
    with made.in_use():
        yield made


def written(cluster: Postgres, why: str = "") -> str:
    """The one file that is written for the changes of a copy. It leads to `sql/`, or there would be none."""
    [path] = migrations.generate(cluster, "what_it_does", why)
    return path.read_text()


def locks(text: str) -> list[str]:
    match = re.search(r"lock_for_migration\((.*?)\);", text, re.DOTALL)
    return re.findall(r"'([^']+)'", match[1]) if match else []


def test_a_new_table_its_function_and_policy_are_as_in_sql(cluster: Postgres, tags: ProjectCopy) -> None:
    text = tags.newest_migration()
    assert text.splitlines()[:4] == [
        "-- people: what it does",
        "--   added: function public.tags_of",
        '--   added: policy "Coaches read tags of their clients" on public.tags',
        "--   added: table public.tags",
    ]
    for part in (TABLE, FUNCTION.partition("\n\n")[0], POLICY):
        assert part.strip() in text
    assert locks(text) == ["public.clients"]
    assert '"' not in text.replace('"Coaches read tags of their clients"', "")  # nothing is generated
    assert migrations.drift(cluster) == []
    assert migrations.generate(cluster, "again") == []


def test_a_new_column_is_generated_and_only_its_table_locked(cluster: Postgres, copy: ProjectCopy) -> None:
    copy.replace(
        "progress/tables.sql", "create table public.logs (\n", "create table public.logs (\n  mood text,\n"
    )
    copy.append("progress/tables.sql", "comment on column public.logs.mood is 'In their words.';")
    text = written(cluster)
    assert text.splitlines()[:2] == ["-- progress: what it does", "--   changed: table public.logs"]
    assert 'ALTER TABLE "public"."logs" ADD COLUMN "mood" text;' in text
    assert locks(text) == ["public.logs"]


def test_a_changed_function_is_replaced_and_locks_nothing(cluster: Postgres, copy: ProjectCopy) -> None:
    copy.replace("foundation/triggers.sql", "Write to the tables", "Write rather to the tables")
    text = written(cluster)
    assert "--   changed: function private.refuse_write\n" in text
    assert "create or replace function private.refuse_write()\nreturns trigger\nlanguage plpgsql" in text
    assert locks(text) == []
    assert "select private.revoke_default_privileges();" in text


def test_another_signature_is_dropped_and_made(cluster: Postgres, tags: ProjectCopy) -> None:
    path = tags.root / "sql/people/functions_tags.sql"
    path.write_text(
        path.read_text()
        .replace("p_client uuid)", "p_client uuid, p_more text)")
        .replace("tags_of(uuid)", "tags_of(uuid, text)")
    )
    text = written(cluster)
    assert "--   changed: function public.tags_of\n" in text
    assert 'DROP FUNCTION "public"."tags_of"(uuid);' in text
    assert "\ncreate function public.tags_of(p_client uuid, p_more text)" in text


def test_a_body_of_another_signature_is_made_with_the_call_of_it(
    cluster: Postgres, copy: ProjectCopy
) -> None:
    path = copy.root / "sql/tags/functions.sql"
    path.write_text(
        path.read_text()
        .replace("p_label text)", "p_label text, p_more text)")
        .replace("private.tag_client(uuid, text)", "private.tag_client(uuid, text, text)")
        .replace("private.tag_client(client_id, label)", "private.tag_client(client_id, label, '')")
    )
    text = written(cluster)
    assert 'DROP FUNCTION "private"."tag_client"(uuid, text);' in text
    assert "--   changed: function public.tag_client\n" in text


def test_a_policy_is_changed_and_dropped(cluster: Postgres, tags: ProjectCopy) -> None:
    tags.replace("people/policies.sql", POLICY.strip(), POLICY.strip().replace("for select", "for all"))
    text = written(cluster)
    assert '--   changed: policy "Coaches read tags of their clients" on public.tags\n' in text
    assert POLICY.strip().replace("for select", "for all") in text
    assert locks(text) == ["public.tags"]
    tags.replace("people/policies.sql", POLICY.strip().replace("for select", "for all"), "")
    text = written(cluster)
    assert '--   dropped: policy "Coaches read tags of their clients" on public.tags\n' in text
    assert 'DROP POLICY "Coaches read tags of their clients" ON "public"."tags";' in text


def test_grants_are_given_anew_when_one_has_changed(cluster: Postgres, copy: ProjectCopy) -> None:
    copy.replace(
        "progress/policies.sql",
        "create policy",
        "revoke select on public.logs from service_role;\n\ncreate policy",
    )
    text = written(cluster)
    assert "\nrevoke all on public.logs from public, anon, authenticated, service_role;\ngrant select" in text
    assert text.rstrip().endswith("revoke select on public.logs from service_role;")


def test_a_view_of_other_columns_is_made_anew(cluster: Postgres, copy: ProjectCopy) -> None:
    copy.append(
        "progress/views.sql",
        "create view public.tag_words with (security_invoker = true) as select id, name from public.clients;\n"
        "comment on view public.tag_words is 'Names.';\nrevoke all on public.tag_words from service_role;",
    )
    migrations.generate(cluster, "words")
    copy.replace("progress/views.sql", "select id, name from", "select id, name, email from")
    text = written(cluster)
    assert "--   changed: view public.tag_words\n" in text
    assert 'DROP VIEW "public"."tag_words";' in text
    assert "create view public.tag_words with (security_invoker = true)" in text
    assert locks(text) == ["public.tag_words"]


def test_rows_are_copied_with_their_file(cluster: Postgres, copy: ProjectCopy) -> None:
    copy.replace("people/settings.sql", "500", "600")
    copy.replace("people/settings.sql", "do nothing", "do update set value = excluded.value")
    text = written(cluster)
    assert "--   changed: sql/people/settings.sql\n" in text
    assert (copy.root / "sql/people/settings.sql").read_text().strip() in text
    assert locks(text) == ["private.settings"]


def test_a_type_gets_one_more_value(cluster: Postgres, copy: ProjectCopy) -> None:
    copy.replace("people/tables.sql", "as enum ('ru', 'en')", "as enum ('ru', 'en', 'de')")
    text = written(cluster)
    assert "--   changed: type public.locale\n" in text


def test_a_new_domain_is_its_files(cluster: Postgres, copy: ProjectCopy) -> None:
    copy.append("../domains.txt", "crm")
    copy.append("crm/tables.sql", TABLE)
    copy.append("crm/functions.sql", FUNCTION)
    copy.append("crm/policies.sql", POLICY)
    text = written(cluster)
    assert text.startswith("-- crm: what it does\n")
    assert text.index("-- file: sql/crm/tables.sql") < text.index("-- file: sql/crm/policies.sql")
    assert locks(text) == ["public.clients"]


def test_two_domains_are_refused_by_name(cluster: Postgres, copy: ProjectCopy) -> None:
    before = sorted((copy.root / "supabase/migrations").iterdir())
    copy.append("people/tables.sql", TABLE)
    copy.replace("progress/settings.sql", "'logs_per_minute', 60", "'logs_per_minute', 70")
    with pytest.raises(migrations.MigrationError, match="people and progress differ"):
        migrations.generate(cluster, "both")
    assert sorted((copy.root / "supabase/migrations").iterdir()) == before


def test_what_is_dropped_belongs_to_the_domain_that_had_it(cluster: Postgres, copy: ProjectCopy) -> None:
    copy.replace("progress/settings.sql", "'logs_per_minute', 60", "'logs_per_minute', 70")
    policy = re.search(
        r"create policy .*?;\n", (copy.root / "sql/people/policies.sql").read_text(), re.DOTALL
    )
    assert policy
    copy.replace("people/policies.sql", policy[0], "")
    with pytest.raises(migrations.MigrationError, match="people and progress differ"):
        migrations.generate(cluster, "both")


def test_a_long_one_says_why(cluster: Postgres, copy: ProjectCopy) -> None:
    copy.append(
        "people/functions_tags.sql",
        FUNCTION.replace("setof public.tags", "setof public.clients")
        .replace("public.tags t where t.client_id", "public.clients t where t.id")
        .replace("-- one statement", "--\n" * 400),
    )
    with pytest.raises(migrations.MigrationError, match=r'has 4\d\d lines: say why with WHY="..."'):
        migrations.generate(cluster, "long")
    assert written(cluster, "a function that says much").startswith("-- people: a function that says much\n")


def test_what_would_not_lead_to_sql_is_not_written(
    cluster: Postgres, copy: ProjectCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted((copy.root / "supabase/migrations").iterdir())
    copy.append("people/tables.sql", TABLE)
    monkeypatch.setattr(migrations, "_composed", lambda *_: [[TABLE.replace("select", "delete")]])
    with pytest.raises(migrations.MigrationError, match="It would not lead to sql/"):
        migrations.generate(cluster, "wrong")
    assert sorted((copy.root / "supabase/migrations").iterdir()) == before
