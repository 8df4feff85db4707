"""What a coach should see whatever was counted: a complaint about health, a question."""

from __future__ import annotations

from datetime import date

from wellio.progress.reading.rules.clauses import Clause
from wellio.progress.reading.rules.line import line

COMPLAINT, QUESTION = "complaint", "question"
"""Codes of `problems.py`."""

_NOT_THEIRS = ("other", "inject", "goal")
_NEAR = 4


def concerns(text: str, today: date) -> list[str]:
    """Why the coach should look; nothing where nothing concerns them."""
    found = line(text, today).clauses
    complains = any(clause.silent not in _NOT_THEIRS and _complains(clause) for clause in found)
    asks = any(
        clause.silent != "inject" and (clause.question or clause.silent == "question") for clause in found
    )
    return [code for code, said in ((COMPLAINT, complains), (QUESTION, asks)) if said]


def _complains(clause: Clause) -> bool:
    """Whether a word of pain or illness is said without a «not» shortly before it."""
    return any(
        node.has("complaint")
        and "denied" not in node.senses
        and not any(
            before.has("negation") and not before.has("notonly")
            for before in clause.nodes[max(0, at - _NEAR) : at]
        )
        for at, node in enumerate(clause.nodes)
    )
