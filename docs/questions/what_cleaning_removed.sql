-- question: What did cleaning remove, by outlet, role and rule?
-- why: Nothing that came in disappears: a rule that removes too much shows here first.
SELECT coalesce(outlet, 'unknown outlet') AS outlet, role, rule, count(*) AS pieces, sum(length(text)) AS characters
FROM regions
WHERE NOT kept AND role <> 'headline'
GROUP BY ALL
ORDER BY ALL
