-- question: Which figures of its source did a copy leave out, and which did it add?
-- why: Compared by measure, value and unit between an article and the earlier article that its text comes from.
WITH pairs AS (
    SELECT o.article_id AS copy, o.parent_article_id AS source, o.outlet AS copied_by, a.outlet AS copied_from
    FROM origins o JOIN articles a ON a.article_id = o.parent_article_id
),
figures AS (
    SELECT DISTINCT article_id, kind, value, unit, coalesce(measure, '') AS measure FROM quantities
    WHERE value IS NOT NULL AND article_id IN (SELECT copy FROM pairs UNION SELECT source FROM pairs)
)
SELECT copied_by, copied_from, 'dropped' AS what, kind, value, unit, measure
FROM pairs JOIN figures f ON f.article_id = source
WHERE (kind, value, unit) NOT IN (SELECT (g.kind, g.value, g.unit) FROM figures g WHERE g.article_id = copy)
UNION ALL
SELECT copied_by, copied_from, 'added', kind, value, unit, measure
FROM pairs JOIN figures f ON f.article_id = copy
WHERE (kind, value, unit) NOT IN (SELECT (g.kind, g.value, g.unit) FROM figures g WHERE g.article_id = source)
ORDER BY copied_by, copied_from, what, kind, value, unit, measure
