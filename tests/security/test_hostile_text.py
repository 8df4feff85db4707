"""Markup, formulas and characters that turn or break lines, in names and logs: text, wherever it goes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bench.evaluation import labelled
from tests.foundation.accounts import Accounts, Coach
from tests.progress.past_logs import WEIGHT, past
from wellio.progress.history.labels import export
from wellio.progress.history.log_history import PastLog
from wellio.progress.reading.extract import extract
from wellio.progress.reading.rules_reader import RulesReader
from wellio.progress.reports.facts import Facts
from wellio.progress.reports.template import render_report

HOSTILE = {
    "an image that fails": "<img src=x onerror=alert(1)>",
    "a script": "<script>alert(1)</script>",
    "the end of an attribute": "\"'><svg/onload=alert(1)>",
    "a formula": '=HYPERLINK("https://evil.example","Anna")',
    "a formula by a sign": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a formula by plus": "+1+cmd|' /C calc'!A0",
    "a formula after a tab": "\t=1+1",
    "text from right to left": "\u202eannA\u202c\u2066x",
    "lines that are none": "a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\x1dh\x1ei",
    "half of a placeholder": "{name} %s ${x} {{0}} $t(progress.feed.title)",
    "JSON": '"},{"id":2,"text":"weight"}',
}
DANGEROUS = set('<>=@+\t\u202e\u202c\u2066\u2028\u2029\x85\x0b\x0c\x1c{}$%"|')


@pytest.mark.parametrize("locale", ["ru", "en"])
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_report_calls_nobody_by_a_name_that_is_none(name: str, locale: str) -> None:
    facts = {
        "client_name": name,
        "locale": locale,
        "week_start": "2026-03-02",
        "week_end": "2026-03-08",
        "plan": {"calories_target_per_day": 1700},
        "aggregates": {"days_with_data": 6, "avg_calories": 1782.4},
        "flags": {"missing_data_days": ["2026-03-04"]},
    }
    report = render_report(Facts.model_validate(facts))
    plain = render_report(Facts.model_validate(facts | {"client_name": ""}))
    for text, nameless in (
        (report.coach_report, plain.coach_report),
        (report.client_report, plain.client_report),
    ):
        assert set(text) & DANGEROUS <= set(nameless) & DANGEROUS
        assert not text.startswith(("=", "+", "-", "@", "\t", "\r"))


async def test_lines_of_an_export_stay_one_line_each_and_come_back_as_they_were(tmp_path: Path) -> None:
    texts = [f"вес 67.5 {text}" for text in HOSTILE.values()]

    async def logs() -> AsyncIterator[PastLog]:
        for text in texts:
            yield past(text, WEIGHT)

    result = await export(logs())
    lines, exported = result.lines, [json.loads(line)["text"] for line in result.lines]
    assert len(exported) + sum(result.left_out.values()) == len(texts)
    assert {text for text in texts if "\u2028" in text or "<" in text or "\u202e" in text} <= set(exported)
    target = tmp_path / "lines.jsonl"
    target.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert target.read_text(encoding="utf-8").count("\n") == len(lines)
    assert [text for text in texts if text in exported] == exported
    assert [line.text for line in labelled(target)] == exported


async def test_extract_reads_as_many_lines_as_were_written() -> None:
    rows = [
        {"id": number, "text": f"weight 67.5 {text}", "today": "2026-11-20"}
        for number, text in enumerate(HOSTILE.values())
    ]
    source = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    read = [json.loads(line) for line in await extract(source.split("\n"), RulesReader())]
    assert [row["id"] for row in read] == [row["id"] for row in rows]


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
async def test_names_and_logs_come_back_as_they_were_written(
    name: str, coach: Coach, accounts: Accounts
) -> None:
    client = await accounts.client_of(coach, name)
    [row] = await coach.rows("clients", id=client.client_id)
    assert row["name"] == name
    [overview] = await coach.rows("coach_overview", client_id=client.client_id)
    assert overview["name"] == name
    log = await client.read(f"weight 67.5 {name}")
    assert log["raw_text"] == f"weight 67.5 {name}"
    assert {event["event_type"]: event["data_json"].get("value") for event in log["events"]}["weight"] == 67.5
