"""The file of quality: every rule is in it, and rows are counted where there is a table to count."""

import duckdb

from twosource.reporting import quality
from twosource.reporting.checks import TableChecks
from twosource.validation import copy_fits


def test_a_rule_about_what_is_no_table_has_no_rows_counted() -> None:
    (found,) = quality.datasets(duckdb.connect(), [TableChecks(table=copy_fits.TABLE, checks=[], history=[])])
    assert found["name"] == copy_fits.TABLE
    assert set(found["facets"]) == {"dataQualityAssertions"}
