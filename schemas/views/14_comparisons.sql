-- Facts that outlets report, with how many independent origins that can be named stand behind them; pages that nobody
-- can name are counted apart (`n_unnamed`).
SELECT c.comparison_id, c.story_id, c.kind, c.slot, c.subject, c.status, c.reason, c.n_outlets, c.n_origins, c.n_unnamed, c.severity,
    c.first_reported_at, c.first_outlet, k.corrected_by
FROM links.comparisons c
LEFT JOIN (
    SELECT row_id, list(DISTINCT correction_id ORDER BY correction_id) AS corrected_by FROM quality.corrected GROUP BY row_id
) k ON k.row_id = c.comparison_id
