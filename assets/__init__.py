"""What exists: Dagster assets and their checks, one file per layer.

Belongs here: taking what is pending, one call of a library function, writing, counts as metadata.
Does not: parsing, rules, SQL.
"""
