"""The model layer: what a model is asked, what it may answer, and who may answer it."""
