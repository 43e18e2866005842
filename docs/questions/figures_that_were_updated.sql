-- question: Which figures rose or fell from report to report, and how?
-- why: A later figure for the same thing is an update, not a conflict: a toll that rises is no contradiction.
SELECT c.subject, a.published_on, coalesce(s.outlet, 'unknown outlet') AS outlet, s.value, s.text
FROM comparisons c
JOIN stances s USING (comparison_id)
JOIN articles a USING (article_id)
WHERE c.status = 'updated' AND s.value IS NOT NULL
ORDER BY c.subject, a.published_on NULLS LAST, outlet, s.value
