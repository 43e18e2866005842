"""The page of one article, a module a piece: its text with the evidence, its facts, its sums, what came with it.

Belongs here: rows of an article to what a piece shows; pure functions. Does not: SQL (`queries`), or the page's frame.
"""
