"""From a claimed log to its events."""
