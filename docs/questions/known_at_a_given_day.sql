-- question: What had been reported before a given day, by whom first, and how many outlets report it today?
-- why: For reconstructing what a reader could have known; days are those of publication.
-- parameter: day = 2025-04-17; the day, as YYYY-MM-DD
SELECT c.kind, c.subject, CAST(c.first_reported_at AS DATE) AS first_reported_on, c.first_outlet, c.status, c.n_outlets
FROM comparisons c
WHERE c.first_reported_at < CAST($day AS DATE)
ORDER BY c.first_reported_at, c.kind, c.subject
