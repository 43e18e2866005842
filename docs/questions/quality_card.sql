-- question: What does each outlet give, of each kind of fact, and how sure are we of it?
-- why: A fall of confidence or of counts against other outlets points to a page layout that is read badly.
WITH facts AS (
    SELECT outlet, article_id, 'quotes' AS kind, confidence, speaker IS NULL AS open FROM quotes
    UNION ALL SELECT outlet, article_id, 'quantities', confidence, measure IS NULL FROM quantities
    UNION ALL SELECT outlet, article_id, 'times', confidence, type = 'DATE' AND begins_on IS NULL FROM times
    UNION ALL SELECT outlet, article_id, 'mentions', confidence, entity_id IS NULL FROM mentions
)
SELECT coalesce(outlet, 'unknown outlet') AS outlet, kind, count(DISTINCT article_id) AS articles, count(*) AS facts,
    round(avg(confidence), 2) AS confidence, round(avg(CAST(open AS INTEGER)), 2) AS share_unresolved
FROM facts
GROUP BY ALL
ORDER BY ALL
