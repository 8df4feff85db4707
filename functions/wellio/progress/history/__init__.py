"""Tools over logs that have been read already."""
