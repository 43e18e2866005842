-- question: Which numbers stand only in captions or side boxes, not in the article's own text?
-- why: Facts are read from kept text alone, so what stands beside it has to be looked at by a person.
SELECT coalesce(r.outlet, 'unknown outlet') AS outlet, r.role, n.number, r.text
FROM regions r
JOIN articles a USING (article_id),
    unnest(regexp_extract_all(r.text, '[0-9]+(?:[.,][0-9]+)*')) AS n(number)
WHERE r.role IN ('caption', 'related', 'ranking')
    AND NOT list_contains(regexp_extract_all(a.text, '[0-9]+(?:[.,][0-9]+)*'), n.number)
ORDER BY outlet, r.role, r.text, n.number
