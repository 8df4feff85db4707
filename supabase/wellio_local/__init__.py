"""Supabase on one machine, without Docker. For development only."""
