"""What the project says about its health, and what to do when something is wrong."""
