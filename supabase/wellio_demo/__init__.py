"""The demo: a coach, three clients and four weeks of their logs through the whole system."""
