-- question: Which sums, differences and shares of an article's own numbers do not hold?
-- why: Numbers that contradict one another inside one article are worth a call to the newsroom.
SELECT coalesce(a.outlet, 'unknown outlet') AS outlet, a.headline, a.relation, q.value AS stated, q.unit, a.computed, a.text
FROM arithmetic a JOIN quantities q ON q.quantity_id = a.stated
WHERE NOT a.holds
ORDER BY outlet, a.headline, a.char_start
