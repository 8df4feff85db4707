"""The doors of the functions: who may call, and how they are answered."""
