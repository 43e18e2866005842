-- question: Which facts do three or more outlets carry that rest on a single origin?
-- why: The echo of one report: many outlets, and still one source.
-- parameter: outlets = 3; the least number of outlets
SELECT kind, subject, n_outlets, n_origins, first_outlet
FROM comparisons
WHERE n_outlets >= CAST($outlets AS INTEGER) AND n_origins = 1
ORDER BY kind, subject
