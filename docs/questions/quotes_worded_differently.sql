-- question: Which statements do outlets word differently?
-- why: The same statement in several wordings: a translation, a cut, or a mistake.
SELECT c.subject, coalesce(s.outlet, 'unknown outlet') AS outlet, s.stance, s.text
FROM comparisons c
JOIN stances s USING (comparison_id)
WHERE c.kind = 'quote' AND s.text IS NOT NULL
QUALIFY count(DISTINCT regexp_replace(lower(s.text), '[^a-z0-9]+', ' ', 'g')) OVER (PARTITION BY c.comparison_id) > 1
ORDER BY c.subject, outlet, s.text
