"""Pictures of tracker screens after the layouts of real apps, with what a careful coach would write down.

A layout is data: what the page says, the ranges of its numbers, and which of them are the totals of a day. The
seed decides the numbers, so the same layouts give new pictures.
"""
