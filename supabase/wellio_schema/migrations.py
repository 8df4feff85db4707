"""Migrations: written from `sql/`, and compared with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import psycopg

from wellio_local import project
from wellio_local.stack import hosted
from wellio_local.stack.postgres import Postgres
from wellio_schema import catalog, differ, schema
from wellio_schema.definitions import Definition, definitions, room, rooms_of
from wellio_schema.differ import Change

FIRST = 20261201000001
"""The version of the first file of the baseline."""
NAME = re.compile(r"[a-z0-9_]+")
MOST_LINES = 400
BEGIN_FILE = "-- file: {path}\n"
END_FILE = "\n-- end of file: {path}\n"
NO_DEFAULT_PRIVILEGES = "select private.revoke_default_privileges();"
OURS = """
    select c.oid, c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private', 'worker') and c.relkind in ('r', 'p', 'v')
       or n.nspname = 'pgmq' and c.relkind in ('r', 'p') and c.relname ~ '^[qa]_'
"""
LOCKED = "select distinct relation from pg_locks where pid = pg_backend_pid() and mode <> 'AccessShareLock'"


class MigrationError(RuntimeError):
    """A migration that is not written, and what to do instead."""


def baseline() -> list[Path]:
    """Write all migrations anew: a file for each room of `sql/`, in its words.

    Only for as long as nobody runs the project: a project that has the old files
    cannot apply the new ones.
    """
    for path in project.MIGRATIONS.glob("*.sql"):
        path.unlink()
    written = []
    for number, name in enumerate(schema.rooms()):
        path = project.MIGRATIONS / f"{FIRST + number}_{name}.sql"
        path.write_text(_joined(f"-- {name}: the baseline, in the words of sql/{name}.", *_files_of(name)))
        written.append(path)
    return written


def generate(postgres: Postgres, name: str, why: str = "") -> list[Path]:
    """Write the migration from the migrations there are to `sql/`; nothing when they agree.

    pg-delta finds what changes, and in which order. The text of what is created or replaced is copied from
    `sql/`; so are all grants on an object when one of them has changed. pg-delta does not see rows: of the
    files that may be run again, one whose text is not the last one migrated is copied whole. Each part
    begins with a lock on what it touches.

    Raises `MigrationError` when it changes more than one room, is long without a reason, or does not lead to
    `sql/`.
    """
    if not NAME.fullmatch(name):
        raise ValueError("the name of a migration is made of a-z, 0-9 and _")
    stale = [path for path in schema.files() if path.name.startswith(schema.RERUN) and _is_stale(path)]
    first = [path for path in stale if path.name.startswith("schemas")]
    with _both(postgres) as (migrated, wanted):
        schema.load(migrated, first)
        found = differ.changes(migrated, wanted)
        if not found and not stale:
            return []
        known = definitions()
        changed = _room_of(found, known, stale)
        if changed in set(map(room, _migrations())):
            parts = _composed(found, known)
            parts[0] = [*map(_marked, first), *parts[0]]
            parts[-1] += [_marked(path) for path in stale if path not in first]
        else:
            parts = [_files_of(changed)]
        texts = [_ready(migrated, part) for part in parts]
        if left := catalog.difference(
            *map(catalog.snapshot, (migrated, wanted)), names=("migrations", "sql")
        ):
            raise MigrationError("Nothing was written. It would not lead to sql/:\n" + "\n".join(left))
    lines = sum(text.count("\n") for text in texts)
    if lines > MOST_LINES and not why:
        raise MigrationError(f'Nothing was written. It has {lines} lines: say why with WHY="...".')
    head = f"-- {changed}: {why or name.replace('_', ' ')}\n{_listed(found, known, stale)}"
    return _write([f"{head}\n{text}" for text in texts], name)


def drift(postgres: Postgres) -> list[str]:
    """Return how `sql/` and the migrations differ, to pg-delta and to the catalog; empty when they agree."""
    with _both(postgres) as (migrated, wanted):
        found = [f"pg-delta: {change.sql.splitlines()[0]}" for change in differ.changes(migrated, wanted)]
        return found + catalog.difference(
            catalog.snapshot(migrated), catalog.snapshot(wanted), names=("migrations", "sql")
        )


@contextmanager
def _both(postgres: Postgres) -> Iterator[tuple[str, str]]:
    """URLs of two throw-away databases: one with all migrations, one with `sql/`."""
    with (
        postgres.scratch_database(template=_migrated(postgres)) as migrated,
        postgres.scratch_database(template=hosted.TEMPLATE) as wanted,
    ):
        schema.load(wanted)
        yield migrated, wanted


def _migrated(postgres: Postgres) -> str:
    """The name of a database with all migrations. It stays in the cluster, because making it takes seconds."""
    digest = sha256(b"".join(path.read_bytes() for path in _migrations())).hexdigest()
    name = f"migrated_{digest[:24]}"
    try:
        dsn = postgres.create_database(name, template=hosted.TEMPLATE)
    except psycopg.errors.DuplicateDatabase:
        return name
    try:
        for path in _migrations():  # one transaction each, as the CLI does
            schema.load(dsn, [path])
    except schema.SchemaError:
        postgres.drop_database(name)
        raise
    return name


def _room_of(found: list[Change], known: dict[str, Definition], stale: list[Path]) -> str:
    """The one room that differs."""
    before = rooms_of(_migrations())
    rooms = {path.parent.name for path in stale}
    for change in found:
        if change.key in known:
            rooms.add(known[change.key].room)
        elif change.key in before:
            rooms.add(before[change.key])
    if len(rooms) > 1:
        names = " and ".join(name for name in schema.rooms() if name in rooms)
        raise MigrationError(
            f"Nothing was written. A migration changes one room, and {names} differ: "
            "put the others aside with `git stash push sql/<room>`, and write one after the other."
        )
    return rooms.pop() if rooms else "foundation"


def _composed(found: list[Change], known: dict[str, Definition]) -> list[list[str]]:
    """The statements in pg-delta's order, in parts that are a transaction each.

    The text of `sql/` takes the place of the first statement that creates or replaces an object, and of all
    that say more about it.
    """
    created = {change.key for change in found if change.creates}
    written: set[str] = set()
    granted: dict[str, str] = {}
    parts: list[list[str]] = [[]]
    for change in found:
        if change.begins:
            parts.append([])
        definition = known.get(change.key)
        if change.key in written:
            continue
        if definition is not None and re.match("GRANT|REVOKE", change.sql):
            granted[change.key] = definition.grants
        elif definition is None or change.verb == "drop":
            parts[-1].append(change.sql)
        elif change.creates and definition.kind in ("table", "type"):
            for key, shape in known.items():
                if key in created and shape.kind in ("table", "type"):
                    written.add(key)
                    parts[-1].append(shape.text)
        elif change.creates or re.match("CREATE OR REPLACE|ALTER POLICY", change.sql):
            written.add(change.key)
            if change.sql.startswith("ALTER POLICY"):
                parts[-1].append(f"drop {change.key};")
            parts[-1].append(definition.text if change.creates else definition.again)
        else:
            parts[-1].append(change.sql)
    parts[-1] += [text for key, text in granted.items() if key not in written]
    return [part for part in parts if part] or [[]]


def _ready(dsn: str, statements: list[str]) -> str:
    """Return a part with a lock on what it touches. The part is run to learn that."""
    body = _joined(*statements)
    if re.search("(?i)create (or replace )?function", body):
        body = f"set local check_function_bodies = off;\n\n{body}"
    with psycopg.connect(dsn) as connection:
        connection.execute("set local search_path = ''")
        ours: dict[int, str] = dict(connection.execute(OURS).fetchall())
        connection.execute("reset search_path")
        try:
            connection.execute(f"{NO_DEFAULT_PRIVILEGES}\n{body}".encode())
        except psycopg.Error as error:
            raise MigrationError(f"Nothing was written. It does not run: {error}\n\n{body}") from error
        touched = sorted(ours[oid] for (oid,) in connection.execute(LOCKED) if oid in ours)
    names = ",\n  ".join(f"'{name}'" for name in touched)
    lock = f"select private.lock_for_migration(\n  {names}\n);\n" if touched else ""
    return f"{lock}{NO_DEFAULT_PRIVILEGES}\n{body}"


def _listed(found: list[Change], known: dict[str, Definition], stale: list[Path]) -> str:
    """A line for each object: added, changed or dropped."""
    created = {change.key for change in found if change.creates}
    dropped = {change.key for change in found if change.drops}
    words: dict[str, list[str]] = {"added": [], "changed": [], "dropped": []}
    for key, kind in {change.key: change.kind for change in reversed(found)}.items():
        word = "added" if key in created - dropped else "dropped" if key in dropped - created else "changed"
        words[word].append(key.replace("relation", known[key].kind if key in known else kind, 1))
    words["changed"] += map(_path, stale)
    return "".join(f"--   {word}: {name}\n" for word, names in words.items() for name in sorted(names))


def _files_of(name: str) -> list[str]:
    return [_marked(path) for path in schema.files() if path.parent == project.SQL / name]


def _migrations() -> list[Path]:
    return sorted(project.MIGRATIONS.glob("*.sql"))


def _is_stale(file: Path) -> bool:
    """Whether a file's text is not the last one migrated."""
    history = "\n".join(path.read_text() for path in _migrations())
    path = _path(file)
    _, found, last = history.rpartition(BEGIN_FILE.format(path=path))
    return not found or last.partition(END_FILE.format(path=path))[0] != file.read_text().strip()


def _marked(file: Path) -> str:
    """A file's text between two marker lines."""
    path = _path(file)
    return f"{BEGIN_FILE.format(path=path)}{file.read_text().strip()}{END_FILE.format(path=path)}"


def _path(file: Path) -> str:
    return file.relative_to(project.ROOT).as_posix()


def _joined(*parts: str) -> str:
    return "\n".join(f"{part.strip()}\n" for part in parts if part)


def _write(texts: Sequence[str], name: str) -> list[Path]:
    newest = max((path.name[:14] for path in _migrations()), default="")
    moment = datetime.now(UTC)
    if newest and moment.strftime("%Y%m%d%H%M%S") <= newest:
        moment = datetime.strptime(newest, "%Y%m%d%H%M%S").replace(tzinfo=UTC) + timedelta(seconds=1)
    written = []
    for number, text in enumerate(texts, start=1):
        part = f"_part{number}" if len(texts) > 1 else ""
        path = project.MIGRATIONS / f"{moment.strftime('%Y%m%d%H%M%S')}_{name}{part}.sql"
        path.write_text(text)
        written.append(path)
        moment += timedelta(seconds=1)
    return written
