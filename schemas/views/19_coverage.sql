-- Every pass over a source; the newest is that of the highest run number, since clocks may be set back.
SELECT c.source, c.started_at, c.finished_at, c.status, c.n_found, c.n_new, c.n_unchanged, c.n_quarantined, c.message, c.n_skipped,
    c.n_expected, c.run_id, r.number AS run_number
FROM quality.coverage c JOIN quality.runs r USING (run_id)
