-- Every pass over a source.
SELECT source, started_at, finished_at, status, n_found, n_new, n_unchanged, n_quarantined, message, n_skipped, n_expected, run_id
FROM quality.coverage
