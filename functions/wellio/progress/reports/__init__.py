"""Weekly reports: facts to two voices."""
