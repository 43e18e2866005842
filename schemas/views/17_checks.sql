-- Every expectation with its result, run by run; the newest are those of the highest run number. `query` lists the rows
-- that break it now, over the whole table; `scope` says what it looks at.
SELECT c.run_id, c.checked_at, c.table_name, c.expectation, c.column_name, c.severity, c.success, c.n_checked, c.n_failed,
    c.description, c.sample, c.n_rows, r.number AS run_number, e.sentence, e.reason, e.scope, e.query
FROM quality.checks c JOIN quality.runs r USING (run_id)
LEFT JOIN quality.expectations e ON e.table_name = c.table_name AND e.expectation = c.expectation
