"""What each stage does to its units: rows in, one call of a room, rows out; without an orchestrator.

Belongs here: one file per stage, with its version and its `run`. Does not: rules of any kind (the rooms), what is
pending and how rows are written (`warehouse`), when anything runs (`pipelines`).
"""
