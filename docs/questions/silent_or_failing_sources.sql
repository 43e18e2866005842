-- question: Which sources gave nothing, less than expected, or could not be read whole?
-- why: An outage is told apart from a day without news. No row means that all is well.
-- parameter: days = 7; how many days to look back from the newest pass
SELECT source, status, n_found, n_expected, n_quarantined, message
FROM coverage
WHERE started_at > (SELECT max(started_at) - to_days(CAST($days AS INTEGER)) FROM coverage)
    AND (status <> 'ok' OR n_found < n_expected)
ORDER BY source, started_at
