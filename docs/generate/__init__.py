"""Writes the generated parts of the pages in this folder: `make docs`."""
