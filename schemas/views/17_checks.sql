-- Every expectation with its result, run by run.
SELECT run_id, checked_at, table_name, expectation, column_name, severity, success, n_checked, n_failed, description, sample
FROM quality.checks
