"""People write to each other."""
