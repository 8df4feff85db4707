"""One rule, one query, one test: and each query sees its rule broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from wellio_schema import schema

VIEWS, *PARTS = re.split(
    r"^-- rule: (.+)\n-- broken by: (.+)\n",
    Path(__file__).with_name("house_rules.sql").read_text(),
    flags=re.MULTILINE,
)
DEFINER = re.compile(r"^security definer(?P<why>.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    says: str
    breach: str
    offenders: str

    def __str__(self) -> str:
        return self.says


RULES = [Rule(*PARTS[at : at + 3]) for at in range(0, len(PARTS), 3)]


@pytest.fixture
def fresh(fresh_dsn: str) -> Iterator[psycopg.Connection]:
    """A database made from `sql/`; whatever is done to it is undone."""
    with psycopg.connect(fresh_dsn) as connection:
        connection.execute(VIEWS.encode())
        yield connection
        connection.rollback()


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_the_schema_keeps_the_rule(rule: Rule, fresh: psycopg.Connection) -> None:
    assert fresh.execute(rule.offenders.encode()).fetchall() == []


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_breach_of_the_rule_is_seen(rule: Rule, fresh: psycopg.Connection) -> None:
    fresh.execute(rule.breach.encode())
    assert fresh.execute(rule.offenders.encode()).fetchall() != []


@pytest.mark.parametrize("file", schema.files(), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_function_with_more_power_says_why(file: Path) -> None:
    for match in DEFINER.finditer(file.read_text()):
        assert match["why"].startswith(" -- "), match[0]
