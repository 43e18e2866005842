"""What people put right: the file they write it in, and what it does to articles, facts, names, stories, comparisons.

Belongs here: reading and writing `corrections.yml`, and pure functions that apply a correction to records.
Does not: the ledger in the database (`warehouse/corrections`), when it is applied (`stages`).
"""
