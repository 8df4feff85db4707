"""What the rules leave open of a log: the model is asked about that only, and answers from that only."""

from __future__ import annotations

import re

from wellio.progress.reading.formats import LogInput, Parsed, Span
from wellio.progress.reading.grounding import NUMBERS, ground
from wellio.progress.reading.reading import EVENT_TYPES, days_of, repeats

_SENTENCE_END = re.compile(r"[!?;\n]|\.(?=\s|$)")
_SHARED = frozenset({"clock", "date", "said twice"})
"""Reasons of numbers that an open part may be about, too: two hours on the clock make one night."""


def with_open_parts(log: LogInput, ruled: Parsed) -> LogInput:
    """The log with what the rules have read and what they leave open."""
    if not ruled.unexplained:
        return log
    read = [f"{item.field}: {item.span.text}" for item in ruled.evidence]
    read += [f"nothing ({item.reason}): {item.span.text}" for item in ruled.set_aside]
    return log.model_copy(update={"settled": tuple(read), "open_parts": ruled.unexplained})


def from_open_parts(modelled: Parsed, ruled: Parsed, text: str) -> Parsed:
    """The model's answer without what is neither said in an open part nor what the rules have read, too.

    An answer that loses an event this way was not understood, and a person is asked.
    """
    if not ruled.unexplained:
        return modelled
    repeated = {name for name in EVENT_TYPES if _repeats(modelled, ruled, name)}
    kept = modelled.model_copy(update=dict.fromkeys(repeated))
    grounded = ground(kept, open_text(ruled, text))
    lost = any(len(days_of(kept, name)) > len(days_of(grounded, name)) for name in EVENT_TYPES)
    return grounded.model_copy(
        update={
            **{name: getattr(modelled, name) for name in repeated},
            "explained": modelled.explained and not lost,
        }
    )


def _repeats(modelled: Parsed, ruled: Parsed, name: str) -> bool:
    """Whether the latest event of a type has only numbers that the rules have read."""
    event, ours = getattr(modelled, name), [event for _, event in days_of(ruled, name)]
    return event is not None and repeats(event, ours, NUMBERS.get(name, ()))


def open_text(ruled: Parsed, text: str) -> str:
    """The sentences with open parts, without the numbers that count as nothing for a reason."""
    letters = list(text)
    for item in ruled.set_aside:
        if item.reason not in _SHARED:
            letters[item.span.start : item.span.end] = " " * (item.span.end - item.span.start)
    blanked = "".join(letters)
    return " ".join(
        blanked[start:end] for start, end in _sentences(text) if _holds(start, end, ruled.unexplained)
    )


def _sentences(text: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


def _holds(start: int, end: int, spans: tuple[Span, ...]) -> bool:
    return any(start <= span.start < end for span in spans)
