"""Measurements. `python -m bench` runs all of them; each file answers one question with a ratio."""
