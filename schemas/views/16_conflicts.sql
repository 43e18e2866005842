-- Comparisons whose sides contradict one another: the two sides with the most origins, with their evidence.
WITH sides AS (
    SELECT s.comparison_id, coalesce(s.value, s.stance) AS side, list_sort(list(DISTINCT s.outlet)) AS outlets,
        count(DISTINCT coalesce(o.origin_group, s.article_id)) AS origins,
        list({'article_id': s.article_id, 'outlet': s.outlet, 'text': s.text} ORDER BY s.article_id) AS evidence
    FROM links.stances s
    JOIN links.comparisons c USING (comparison_id)
    LEFT JOIN links.story_origins o ON o.article_id = s.article_id AND o.story_id = c.story_id
    WHERE c.status = 'conflicting' AND s.stance IN ('asserts', 'denies')
    GROUP BY ALL
),
ranked AS (
    SELECT *, row_number() OVER (PARTITION BY comparison_id ORDER BY origins DESC, side) AS place FROM sides
)
SELECT c.comparison_id, c.story_id, c.subject, a.side AS side_a, b.side AS side_b, a.outlets AS outlets_a, b.outlets AS outlets_b,
    a.origins AS origins_a, b.origins AS origins_b, a.evidence AS evidence_a, b.evidence AS evidence_b, c.severity
FROM links.comparisons c
JOIN ranked a ON a.comparison_id = c.comparison_id AND a.place = 1
JOIN ranked b ON b.comparison_id = c.comparison_id AND b.place = 2
