"""How well screens of trackers are read without a model: `python -m bench.screen_reading [--update] [--errors]`.

Each set is a folder with pictures and `lines.jsonl`: what a careful coach would write down from each. A picture is
right, or it waits for a person, or it is silently wrong: counted as understood with a value that is not so, or
incomplete: counted as understood without a value. Nothing may be silently wrong or incomplete.

Prints the table by language, processor seconds a picture and the memory of the process. Fails when a figure is worse
than in `screen_reading.json` beside it, or a set is slower or larger than it may be.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import mimetypes
import resource
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from wellio.progress.reading.extract import EVENTS, answer
from wellio.progress.reading.formats import Image, LogInput
from wellio.progress.reading.rules_reader import RulesReader
from wellio.progress.reading.screenshots.engine import data_folder
from wellio.progress.reading.screenshots.reader import ScreenshotReader

HERE = Path(__file__).resolve().parent
COMMITTED = HERE / "screen_reading.json"
SETS = ("screens_seen", "screens_first_sight")
OUTCOMES = ("right", "waits", "wrong", "incomplete")
WIDTHS = (6, 6, 6, 10)
SECONDS, MEGABYTES = 1.0, 400
TOLERANCE = {
    "value": 0.05,
    "calories": 1,
    "protein_g": 0.5,
    "carbs_g": 0.5,
    "fat_g": 0.5,
    "duration_min": 0.5,
}
TOLERANCE |= {"steps": 1, "hours": 0.05}

Event = tuple[str, str, dict[str, Any]]
"""Its type, its date and its fields."""


def main() -> int:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(description="Measure reading on the sets of screens.")
    parser.add_argument("--update", action="store_true", help="make this the committed result")
    parser.add_argument("--errors", action="store_true", help="list the pictures that are not right")
    options = parser.parse_args()
    if data_folder() is None:
        say("screens are not measured: there is no OCR here (docs/extraction.md)")
        return 0
    results: dict[str, dict[str, int]] = {}
    problems: list[str] = []
    heads = " ".join(f"{kind:>{width}}" for kind, width in zip(OUTCOMES, WIDTHS, strict=True))
    say(f"{'set':<16} {'language':<8} {'screens':>7} {heads} {'s each':>7}")
    for name in SETS:
        folder = HERE / "sets" / name
        if not (folder / "lines.jsonl").exists():
            continue
        began = time.process_time()
        outcomes = {line["id"]: (line["lang"], outcome(line, folder)) for line in lines_of(folder)}
        each = (time.process_time() - began) / len(outcomes)
        for language in ("ru", "en", "all"):
            tally = Counter(kind for lang, kind in outcomes.values() if language in (lang, "all"))
            results[f"{name} {language}"] = {kind: tally[kind] for kind in OUTCOMES}
            total = sum(tally.values())
            shown = " ".join(f"{tally[kind]:>{width}}" for kind, width in zip(OUTCOMES, WIDTHS, strict=True))
            say(f"{name:<16} {language:<8} {total:>7} {shown} {each:>7.2f}")
        if options.errors:
            say("\n".join(f"  {kind} {one}" for one, (_, kind) in outcomes.items() if kind != "right"))
        problems += [f"{name}: {each:.2f} s a picture, wanted {SECONDS}"] if each > SECONDS else []
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say(f"{megabytes} MB at most")
    problems += [f"{megabytes} MB, wanted {MEGABYTES}"] if megabytes > MEGABYTES else []
    if options.update:
        COMMITTED.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        return 0
    problems += worse(results, json.loads(COMMITTED.read_text(encoding="utf-8")))
    for problem in problems:
        say(f"WORSE  {problem}")
    return 1 if problems else 0


def lines_of(folder: Path) -> list[dict[str, Any]]:
    """The labelled pictures of a set."""
    return [
        json.loads(line) for line in (folder / "lines.jsonl").read_text(encoding="utf-8").splitlines() if line
    ]


def outcome(line: dict[str, Any], folder: Path) -> str:
    """What became of a picture."""
    images = tuple(
        Image(media_type=mimetypes.guess_type(name)[0] or "", data=(folder / name).read_bytes())
        for name in line["images"]
    )
    today = date.fromisoformat(line["today"])
    asked = LogInput(text=line["text"], today=today, locale=line["lang"], images=images)
    parsed = asyncio.run(RulesReader(ScreenshotReader()).read(asked)).parsed
    read = answer(parsed)
    got: list[Event] = []
    for name in EVENTS:
        if read["events"][name] is not None:
            offset = read.get("date_offset_by_event", {}).get(name, read["date_offset_days"])
            got.append((name, str(date.fromordinal(today.toordinal() + offset)), read["events"][name]))
    wanted = [line["expect"], *line.get("alt", [])]
    if any(same(one, got) for one in wanted):
        return "right"
    if not read["explained"]:
        return "waits"
    return "incomplete" if any(part_of(got, one) for one in wanted) else "wrong"


def same(wanted: list[dict[str, Any]], got: list[Event]) -> bool:
    """Whether these are the events that were wanted, and no others."""
    return len(wanted) == len(got) and all(any(agrees(one, other) for other in got) for one in wanted)


def part_of(got: list[Event], wanted: list[dict[str, Any]]) -> bool:
    """Whether all that was read is so."""
    return all(any(agrees(one, other, in_part=True) for one in wanted) for other in got)


def agrees(wanted: dict[str, Any], got: Event, *, in_part: bool = False) -> bool:
    """Whether an event is the one that was wanted. In part: what it leaves out does not count."""
    name, day, fields = got
    return (wanted["event_type"], wanted["date"]) == (name, day) and all(
        (in_part and fields.get(key) is None) or near(key, value, fields.get(key))
        for key, value in wanted["data"].items()
    )


def near(key: str, wanted: Any, got: Any) -> bool:
    """Whether a field has the value that was wanted."""
    if wanted is None or got is None:
        return (wanted in (None, "unknown")) == (got in (None, "unknown"))
    return abs(wanted - got) <= TOLERANCE[key] + 1e-9 if key in TOLERANCE else bool(wanted == got)


def worse(now: dict[str, dict[str, int]], before: dict[str, dict[str, int]]) -> list[str]:
    """What got worse than the committed result."""
    found: list[str] = []
    for name, old in before.items():
        new = now.get(name, dict.fromkeys(OUTCOMES, 0))
        if new["right"] < old["right"]:
            found.append(f"{name}: {new['right']} right, was {old['right']}")
        found += [
            f"{name}: {new[kind]} {kind}, was {old[kind]}"
            for kind in ("wrong", "incomplete")
            if new[kind] > old[kind]
        ]
    return found


def say(text: str) -> None:
    """Print a line of the report."""
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
