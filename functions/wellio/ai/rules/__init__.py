"""A deterministic reader of client logs: lexicons are data, the grammar is small recognisers."""
