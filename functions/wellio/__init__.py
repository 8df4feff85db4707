"""Wellio: free-form logs become checked progress events, a plan comparison and a weekly report."""
