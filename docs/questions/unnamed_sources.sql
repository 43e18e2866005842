-- question: Which statements rest on unnamed sources?
-- why: A speaker without a name is kept as the phrase that the article uses. "Named too" counts outlets in which somebody with a name says the same.
WITH named AS (
    SELECT s.comparison_id, count(DISTINCT s.outlet) AS outlets
    FROM stances s JOIN quotes q USING (article_id, char_start, char_end)
    WHERE q.entity_id IS NOT NULL GROUP BY s.comparison_id
)
SELECT q.speaker, q.cue, q.kind, q.text, q.outlet, coalesce(max(n.outlets), 0) AS named_too
FROM quotes q
LEFT JOIN stances s USING (article_id, char_start, char_end)
LEFT JOIN named n USING (comparison_id)
WHERE q.speaker IS NOT NULL AND q.entity_id IS NULL
GROUP BY ALL
ORDER BY q.speaker, q.text, q.outlet NULLS LAST
