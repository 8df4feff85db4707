"""Logs, progress events, plans and weekly reports."""
