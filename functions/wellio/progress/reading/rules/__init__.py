"""A deterministic reader of client logs: lexicons are data, the grammar is small recognisers.

text -> `tokens` -> `nodes` (lexicon senses) -> `quantity` -> `clauses` -> `intention`, `days`
(`orders`, `others`, `denial`)
-> recognisers (`sleep`, `amounts` -> `nutrition`, `steps`, `weight`; `movement`; `mood`)
-> `reading` (resolver) -> `explain`.
"""

from wellio.progress.reading.rules.lexicon import default_lexicon
from wellio.progress.reading.rules.provider import RulesProvider, classification
from wellio.progress.reading.rules.read import read

default_lexicon()  # compiled on import, so that the first log is read as fast as the rest

__all__ = ["RulesProvider", "classification", "read"]
