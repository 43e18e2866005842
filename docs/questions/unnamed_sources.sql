-- question: Which statements rest on unnamed sources?
-- why: A speaker without a name is kept as the phrase that the article uses. "Named too" counts outlets in which somebody with a name says the same.
WITH said AS (
    SELECT q.speaker, q.entity_id, q.cue, q.kind, q.text, q.outlet, s.comparison_id, s.outlet AS told_by
    FROM quotes q LEFT JOIN stances s USING (article_id, char_start, char_end)
),
named AS (
    SELECT comparison_id, count(DISTINCT told_by) AS outlets FROM said
    WHERE entity_id IS NOT NULL GROUP BY comparison_id
)
SELECT speaker, cue, kind, text, outlet, coalesce(max(n.outlets), 0) AS named_too
FROM said LEFT JOIN named n USING (comparison_id)
WHERE speaker IS NOT NULL AND entity_id IS NULL
GROUP BY ALL
ORDER BY speaker, text, outlet NULLS LAST
