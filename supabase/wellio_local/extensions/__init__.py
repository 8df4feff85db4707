"""Stand-ins for the Postgres extensions that hosted Supabase has and no package ships. For development only.

`install_extensions` puts them, and the official pgmq, where `create extension` finds them.
"""

from __future__ import annotations

import secrets
from importlib.resources import files
from pathlib import Path

STAND_INS = ("pg_cron", "pg_net", "supabase_vault")

PGMQ_CONTROL = """\
comment = 'A lightweight message queue. Like AWS SQS and RSMQ but on Postgres.'
default_version = '{version}'
relocatable = false
schema = pgmq
superuser = false
"""

PGMQ_GRANTS = """

-- On hosted projects an administrator with plain default privileges creates the extension, so that everybody
-- with USAGE on the schema may execute its functions. Say so, in case the creator's defaults differ.
grant execute on all functions in schema pgmq to public;
"""


def install_extensions(extension_dir: Path) -> None:
    """Make `create extension pg_cron`, `pg_net`, `pgmq` and `supabase_vault` work on a server.

    `extension_dir` is the server's `share/postgresql/extension`. Safe to repeat, and to run while another
    process does the same or the server is running: each file appears whole or not at all.
    """
    for name, content in _extension_files().items():
        _write_if_changed(extension_dir / name, content)


def _extension_files() -> dict[str, str]:
    here = Path(__file__).parent
    contents = {
        source.name: source.read_text(encoding="utf-8")
        for name in STAND_INS
        for source in sorted((here / name).glob(f"{name}*"))
    }
    # The control file goes last: once it is there, the script it names is there too.
    return dict(sorted((contents | _pgmq_files()).items(), key=lambda item: item[0].endswith(".control")))


def _pgmq_files() -> dict[str, str]:
    """The script as the `pgmq` package ships it, with the control file that its release has beside it."""
    package = files("pgmq") / "sql"
    version = (package / "VERSION").read_text(encoding="utf-8").strip()
    return {
        f"pgmq--{version}.sql": (package / "pgmq.sql").read_text(encoding="utf-8") + PGMQ_GRANTS,
        "pgmq.control": PGMQ_CONTROL.format(version=version),
    }


def _write_if_changed(target: Path, content: str) -> None:
    wanted = content.encode()
    if target.exists() and target.read_bytes() == wanted:
        return
    draft = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    try:
        draft.write_bytes(wanted)
        draft.chmod(0o644)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
