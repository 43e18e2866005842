-- Facts that outlets report, with how many independent origins stand behind them.
SELECT c.comparison_id, c.story_id, c.kind, c.subject, c.status, c.n_outlets, c.n_origins, c.severity,
    c.first_reported_at, c.first_outlet
FROM links.comparisons c
