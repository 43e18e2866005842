"""How it runs: Dagster jobs, schedules, sensors, resources, definitions.

Belongs here: wiring. Does not: text processing, SQL.
"""
