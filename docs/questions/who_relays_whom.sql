-- question: Which outlets give another outlet or document as their source, for how many statements?
-- why: A relayed statement is not a second source.
-- parameter: source = ; part of the name of who is relayed; none for all
SELECT coalesce(outlet, 'unknown outlet') AS outlet, relayed_from, count(*) AS statements, min(text) AS for_instance
FROM quotes
WHERE relayed_from ILIKE '%' || $source || '%'
GROUP BY ALL
ORDER BY ALL
