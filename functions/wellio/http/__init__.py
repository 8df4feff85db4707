"""The doors of the functions: which calls they accept, and how they answer."""
