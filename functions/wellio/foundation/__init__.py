"""What every other room stands on. Imports nothing of ours."""
