"""The page of one story, a module a piece: opening sentence, annotated article, cards, matrix, lanes, wordings.

Belongs here: rows of a story to what a piece shows; pure functions. Does not: SQL (`queries`), or HTML (`templates`).
"""
