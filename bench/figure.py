"""What a measurement says: a ratio of two things measured in one run on one machine."""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from typing import Literal

Comparison = Literal["<=", ">=", ">"]
_HOLDS = {"<=": operator.le, ">=": operator.ge, ">": operator.gt}
Detail = dict[str, float | int | str]


@dataclass(frozen=True)
class Figure:
    """One row of the table.

    `question` is the name of its module, `measure` what is divided by what. Without a `bar` it is only
    reported. `detail` holds what the ratio was made of, units in its keys: `{"coach_p50_ms": 3.1}`.
    """

    question: str
    measure: str
    ratio: float
    comparison: Comparison | None = None
    bar: float | None = None
    detail: Detail = field(default_factory=dict)

    @property
    def reached(self) -> bool | None:
        """Whether the bar is reached; None where there is none."""
        if self.comparison is None or self.bar is None:
            return None
        return bool(_HOLDS[self.comparison](self.ratio, self.bar))
