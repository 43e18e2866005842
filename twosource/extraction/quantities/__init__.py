"""Numbers in a text with their unit, what they measure, whose they are and for when.

Belongs here: sums of money, percentages, counts, durations, measures, ratios. Does not: dates and clock times, and what
follows when two numbers differ.
"""

from twosource.extraction.quantities.reading import find

__all__ = ["find"]
