"""The model layer: questions, models that answer them, and the budget."""
