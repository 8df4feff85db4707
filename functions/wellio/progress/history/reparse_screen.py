"""`python -m wellio reparse` on a terminal: a progress bar, and what changes log by log."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text
from supabase import AsyncClient

from wellio.ai.settings import AIMode
from wellio.progress.history.changes import Change
from wellio.progress.history.log_history import History, PastLog
from wellio.progress.history.reparse import Reread, preview, reparse
from wellio.progress.logs.media import SupabaseMediaStore
from wellio.progress.reading.reading import LogReader

MARKS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow"), "kept": ("=", "dim")}


async def run(
    mode: AIMode,
    free: LogReader,
    client: AsyncClient,
    since: date,
    client_id: UUID | None,
    *,
    dry_run: bool,
    patience: float,
    console: Console,
) -> int:
    """The command. Exit code 1 when a log failed or is still waiting. Raises `HistoryError`."""
    history = History(client)
    with console.status("Looking for logs"):
        logs = [past async for past in history.logs(since, client_id)]
    if dry_run:
        how = "no model is asked" if mode == "rules" else f"mode {mode}: no model is asked here"
        console.print(Text(f"{len(logs)} logs since {since}. Dry run: nothing is stored, {how}."))
        rereads = _previews(logs, free, mode, SupabaseMediaStore(client))
    else:
        console.print(Text(f"{len(logs)} logs since {since} are read again by the functions."))
        rereads = reparse(history, logs, patience)
    tally: Counter[str] = Counter()
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Reading", total=len(logs))
        async for reread in rereads:
            for line in lines(reread):
                progress.console.print(line)
            tally[reread.verdict] += 1
            tally["changed"] += any(change.kind != "kept" for change in reread.changes)
            tally["kept"] += sum(change.kind == "kept" for change in reread.changes)
            progress.advance(task)
    console.print(summary(tally, dry_run=dry_run))
    if tally["unsettled"]:
        console.print(
            "Logs still wait: are process_logs and process_log_pictures deployed, and does the database reach them?",
            style="red",
        )
    return 1 if tally["unsettled"] or tally["failed"] else 0


async def _previews(
    logs: list[PastLog], free: LogReader, mode: AIMode, media: SupabaseMediaStore
) -> AsyncIterator[Reread]:
    for past in logs:
        yield await preview(past, free, mode, media)


def lines(reread: Reread) -> list[Text]:
    """The log and its changes; nothing for a log that stays as it is."""
    if reread.verdict == "read" and not reread.changes:
        return []
    head = Text(f"{reread.past.log.local_date}  log {reread.past.log.id}", style="bold")
    if reread.verdict != "read":
        head.append(f"  {reread.verdict}", style="cyan")
    return [head, *map(_line, reread.changes)]


def _line(change: Change) -> Text:
    mark, style = MARKS[change.kind]
    if change.kind == "kept":
        return Text(f"  {mark} {change.event_type} kept: {change.status} by a person", style=style)
    fields = ", ".join(
        f"{key} {_was(change, old)}{_becomes(change, new)}" for key, (old, new) in change.fields.items()
    )
    return Text(f"  {mark} {change.event_type} {fields}", style=style)


def _was(change: Change, old: Any) -> str:
    return "" if change.kind == "added" else _shown(old)


def _becomes(change: Change, new: Any) -> str:
    return {"added": "", "changed": " → "}.get(change.kind, "") + (
        "" if change.kind == "removed" else _shown(new)
    )


def _shown(value: Any) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)


def summary(tally: Counter[str], *, dry_run: bool) -> Text:
    """One line at the end."""
    changed = "would change" if dry_run else "changed"
    parts = [f"{tally['read']} read", f"{tally['changed']} {changed}", f"{tally['kept']} decided events kept"]
    others = ("asks the model", "shows pictures seen before", "waits already", "failed", "unsettled")
    names = {
        "asks the model": "would be read with the model",
        "shows pictures seen before": "with pictures seen before: not compared",
    }
    parts += [f"{tally[other]} {names.get(other, other)}" for other in others if tally[other]]
    return Text("; ".join(parts) + ".")
