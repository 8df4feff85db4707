"""The processes beside Postgres: what stands in for the workers of pg_net and pg_cron, the functions, the web app."""
