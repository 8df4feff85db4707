"""What pg-delta finds between two databases: statements in an order in which they can be run."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wellio_local.node import node, quiet_environment
from wellio_local.project import NODE_MODULES
from wellio_local.supabase_cli import CommandError
from wellio_schema.definitions import key_of

PGDELTA = NODE_MODULES / "@supabase" / "pg-delta" / "dist" / "cli" / "main.js"
PROFILE = Path(__file__).with_name("pgdelta.json")
OWNER_NOISE = re.compile(
    r'ALTER [^;]* OWNER TO "postgres"'
    r'|(REVOKE ALL ON [^;]* FROM|GRANT (ALL|EXECUTE|USAGE) ON [^;]* TO) "postgres"'
)
"""Ownership and rights of `postgres`. Everything that it creates has them, because it applies the migrations."""


@dataclass(frozen=True)
class Change:
    """One statement: which object it is about, and whether it creates or drops the object itself."""

    sql: str
    verb: str
    key: str
    kind: str
    creates: bool
    drops: bool
    begins: bool
    """Whether what was changed before must have been committed."""


def changes(source: str, desired: str) -> list[Change]:
    """What leads from one database to the other. Raises `CommandError`."""
    with tempfile.TemporaryDirectory() as scratch:
        plan = Path(scratch) / "plan.json"
        arguments = ["--source", source, "--desired", desired, "--profile", str(PROFILE), "--renames", "off"]
        answer = subprocess.run(  # noqa: S603 - the pinned package
            [node(), PGDELTA, "plan", *arguments, "--out", plan],
            env=quiet_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if not plan.exists():
            raise CommandError(f"pgdelta plan failed:\n{answer.stderr.strip()}\n{answer.stdout.strip()}")
        actions = json.loads(plan.read_text())["actions"]
    found: list[Change] = []
    begins = False
    for action in actions:
        begins = begins or action["newSegmentBefore"]
        if not OWNER_NOISE.fullmatch(action["sql"]):
            found.append(_change(action, begins))
            begins = action["transactionality"] == "commitBoundaryAfter"
    return found


def _change(action: dict[str, Any], begins: bool) -> Change:
    what = (action["produces"] or action["destroys"] or action["consumes"])[0]
    about = what
    while "target" in about:
        about = about["target"]
    if about["kind"] == "index":
        about = next((other for other in action["consumes"] if other["kind"] == "table"), about)
    kind, name = about["kind"], ".".join(about[part] for part in ("schema", "name") if part in about)
    table = f"{about['schema']}.{about['table']}" if "table" in about else None
    if table and kind not in ("policy", "trigger"):  # a column, a constraint, a default
        kind, name, table = "table", table, None
    elif table:
        name = about["name"]
    whole = what["kind"] == kind
    return Change(
        sql=action["sql"].rstrip().rstrip(";") + ";",
        verb=action["verb"],
        key=key_of(kind, name, table),
        kind=kind,
        creates=whole and bool(action["produces"]),
        drops=whole and bool(action["destroys"]),
        begins=begins,
    )
