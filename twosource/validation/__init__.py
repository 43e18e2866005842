"""Expectations: derived from the declarations, run with Great Expectations, results kept in `quality.checks`.

Belongs here: suites, runs, results. Does not: the rules themselves (`schemas/tables`), what to do about a failure.
"""
