"""Work that waits in the database: leases, draining, and the way there through PostgREST."""
