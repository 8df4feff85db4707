"""Findings of an examination: a fact, its severity, and a remedy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Status = Literal["ok", "warn", "fail", "skip"]


@dataclass(frozen=True)
class Finding:
    """`fact` and `remedy` hold no secret and no words of people. A `fail` always has a remedy."""

    name: str
    status: Status
    fact: str
    remedy: str = ""


def ok(name: str, fact: str) -> Finding:
    return Finding(name, "ok", fact)


def warn(name: str, fact: str, remedy: str) -> Finding:
    return Finding(name, "warn", fact, remedy)


def fail(name: str, fact: str, remedy: str) -> Finding:
    return Finding(name, "fail", fact, remedy)


def skip(name: str, fact: str) -> Finding:
    return Finding(name, "skip", fact)


def is_healthy(findings: Sequence[Finding]) -> bool:
    """Whether nothing has failed; warnings are for a person to think about."""
    return all(finding.status != "fail" for finding in findings)


def as_table(findings: Sequence[Finding]) -> str:
    """One line for each finding and, below it, what to do."""
    width = max((len(finding.name) for finding in findings), default=0)
    lines = []
    for finding in findings:
        status = finding.status.upper() if finding.status == "fail" else finding.status
        lines.append(f"{status:<4}  {finding.name:<{width}}  {finding.fact}")
        if finding.remedy:
            lines.append(f"{'':<4}  {'':<{width}}  -> {finding.remedy}")
    return "\n".join(lines)


def as_json(findings: Sequence[Finding]) -> str:
    """`{"healthy": bool, "findings": [{"name", "status", "fact", "remedy"}]}`."""
    found = [asdict(finding) for finding in findings]
    return json.dumps({"healthy": is_healthy(findings), "findings": found}, ensure_ascii=False, indent=2)
