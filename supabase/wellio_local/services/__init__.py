"""The processes beside Postgres: the stand-ins for the workers of pg_net and pg_cron, the functions, the web app."""
