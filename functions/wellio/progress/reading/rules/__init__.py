"""A deterministic reader of client logs: lexicons are data, the grammar is small recognisers.

text -> `tokens` -> `nodes` (lexicon senses) -> `quantity` -> `clauses` -> `intention`, `days`
(`silences`, `instructions`, `third_person`, `negation`)
-> recognisers (`sleep`, `amounts` -> `nutrition`, `steps`, `weight`; `movement`; `mood`)
-> `read` (resolver) -> `explain` (`reasons`).
"""

from wellio.progress.reading.rules.lexicon import default_lexicon
from wellio.progress.reading.rules.read import read

default_lexicon()  # compiled on import, so that the first log is read as fast as the rest

__all__ = ["read"]
