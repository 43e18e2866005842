"""Asking the published copy: its questions by name, search, stories and who said what; for people, scripts and agents.

Belongs here: what is asked of the copy, and how an answer is shaped. Does not: the copy itself (`warehouse`), drawing
on a terminal (`cli`), pages (`reporting`).
"""
