"""The DuckDB warehouse: connect, create from declarations, pending, write, publish, export.

Belongs here: how rows are kept. Does not: any knowledge of news.
"""
