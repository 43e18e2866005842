-- question: Which outlets give another outlet or document as their source, for how many statements?
-- why: A relayed statement is not a second source.
SELECT coalesce(outlet, 'unknown outlet') AS outlet, relayed_from, count(*) AS statements, min(text) AS for_instance
FROM quotes
WHERE relayed_from IS NOT NULL
GROUP BY ALL
ORDER BY ALL
