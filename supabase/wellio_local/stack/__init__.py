"""Postgres, gateway, functions, background worker and web app, started and stopped as one."""
