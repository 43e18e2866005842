-- Comparisons whose sides contradict one another: the two sides with the most origins, with their evidence. Origins
-- that nobody can name are not counted.
WITH sides AS (
    SELECT s.comparison_id, s.side, mode(coalesce(s.value, s.stance)) AS value,
        list_sort(list(DISTINCT s.outlet) FILTER (s.outlet IS NOT NULL)) AS outlets,
        count(DISTINCT coalesce(s.origin_group, o.origin_group)) FILTER (
            coalesce(starts_with(s.origin_group, 'outlet:'), false) OR n.named) AS origins,
        list({'article_id': s.article_id, 'outlet': s.outlet, 'text': s.text} ORDER BY s.article_id) AS evidence
    FROM links.stances s
    JOIN links.comparisons c USING (comparison_id)
    LEFT JOIN links.story_origins o ON o.article_id = s.article_id AND o.story_id = c.story_id
    LEFT JOIN (SELECT DISTINCT story_id, origin_group, named FROM links.story_origins) n
        ON n.story_id = c.story_id AND n.origin_group = coalesce(s.origin_group, o.origin_group)
    WHERE c.status = 'conflicting'
    GROUP BY s.comparison_id, s.side
)
SELECT c.comparison_id, c.story_id, c.subject, a.value AS side_a, b.value AS side_b,
    coalesce(a.outlets, []) AS outlets_a, coalesce(b.outlets, []) AS outlets_b,
    a.origins AS origins_a, b.origins AS origins_b, a.evidence AS evidence_a, b.evidence AS evidence_b, c.severity
FROM links.comparisons c
JOIN sides a ON a.comparison_id = c.comparison_id AND a.side = 0
JOIN sides b ON b.comparison_id = c.comparison_id AND b.side = 1
