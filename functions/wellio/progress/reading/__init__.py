"""Reading logs: by rules, by a model, or both."""
