"""Clusters that are made once and copied, so that a stack without durable data starts faster."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from pathlib import Path

from wellio_local import supabase_cli
from wellio_local.project import INSTANCES, LOCAL, MIGRATIONS
from wellio_local.stack import binaries, hosted
from wellio_local.stack.postgres import Postgres
from wellio_local.stack.processes import Nursery

CACHE = INSTANCES / "cache"


def plant(postgres: Postgres, *, migrated: bool) -> bool:
    """Give `postgres` a copy of the cluster of a new hosted project, with all migrations if `migrated`.

    Do nothing and return False when it has data already. When several processes ask at once, one makes the
    cluster and the others wait for it.
    """
    if postgres.is_made:
        return False
    folder = binaries.private_folder(CACHE)
    with (folder / "seed.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kind = f"seed-{postgres.superuser}{'-migrated' if migrated else ''}"
        seed = folder / f"{kind}-{_digest(migrated=migrated)}"
        if not seed.exists():
            for outdated in folder.glob(f"{kind}-????????????"):
                shutil.rmtree(outdated)
            _make(folder / f"{kind}.building", seed, superuser=postgres.superuser, migrated=migrated)
        postgres.copy_from(seed)
    return True


def _make(draft: Path, seed: Path, *, superuser: str, migrated: bool) -> None:
    """Make the cluster in a draft folder, then rename it, so that no run ever finds half a cluster."""
    shutil.rmtree(draft, ignore_errors=True)
    with Nursery() as nursery:
        postgres = Postgres(draft, nursery=nursery, cache=CACHE, superuser=superuser)
        try:
            postgres.start()
            hosted.ensure_template(postgres)
            if migrated:
                supabase_cli.push(postgres.dsn(hosted.DATABASE))
        finally:
            postgres.stop()
    draft.rename(seed)


def _digest(*, migrated: bool) -> str:
    """Return twelve characters that change with everything that a cluster is made from."""
    content = hashlib.sha256(binaries.server(CACHE).name.encode())
    files = [LOCAL / "package-lock.json", LOCAL / "gateway" / "system_schema.mjs", *hosted.SCRIPTS]
    for file in files + (sorted(MIGRATIONS.glob("*.sql")) if migrated else []):
        content.update(f"\0{file.name}\0".encode() + file.read_bytes())
    return content.hexdigest()[:12]
