-- question: Which outlets say that a topic came up, deny it, relay it, or are silent on it?
-- why: Silence is told apart from denial, and both from an article that could not be read for facts.
-- parameter: kind = quote; quote, claim, quantity or event
-- parameter: subject = ; words of the subject; none for all
SELECT c.subject, c.status,
    list_sort(list(DISTINCT coalesce(s.outlet, 'unknown outlet')) FILTER (s.stance IN ('asserts', 'hedges'))) AS say_so,
    list_sort(list(DISTINCT coalesce(s.outlet, 'unknown outlet')) FILTER (s.stance = 'denies')) AS deny,
    list_sort(list(DISTINCT coalesce(s.outlet, 'unknown outlet')) FILTER (s.stance = 'relays')) AS relay,
    list_sort(list(DISTINCT coalesce(s.outlet, 'unknown outlet')) FILTER (s.stance = 'silent')) AS silent,
    list_sort(list(DISTINCT coalesce(s.outlet, 'unknown outlet')) FILTER (s.stance = 'not_observable')) AS unread
FROM comparisons c
JOIN stances s USING (comparison_id)
WHERE c.kind = $kind AND c.subject ILIKE '%' || $subject || '%'
GROUP BY c.comparison_id, c.subject, c.status
ORDER BY c.subject, c.status
