-- question: Which figures do two or more independent origins report alike?
-- why: The two-source rule: these figures may be called confirmed.
SELECT subject, n_outlets, n_origins, CAST(first_reported_at AS DATE) AS first_reported_on, first_outlet
FROM comparisons
WHERE kind = 'quantity' AND status = 'multi_origin'
ORDER BY n_origins DESC, subject, first_reported_on
