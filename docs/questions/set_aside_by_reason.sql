-- question: What was set aside, at which stage, and why?
-- why: Quarantined means that something is wrong with it; skipped, that it is not for us.
SELECT disposition, stage, reason, count(*) AS items, min(message) AS for_instance
FROM quarantine
WHERE released_at IS NULL
GROUP BY ALL
ORDER BY ALL
