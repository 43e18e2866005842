"""The report: a folder of static pages that shows what came in, what became of it, and on what evidence.

Belongs here: reading the published copy and drawing it. Does not: making, checking or publishing what is in it.
"""
