"""Facts out of one article's text: names, quotations, numbers, times, events, claims.

Belongs here: pure functions from text to fact records, and rules of language as tables.
Does not: other articles, databases, the clock, cleaning.
"""
