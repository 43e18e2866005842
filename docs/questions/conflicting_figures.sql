-- question: Where do outlets contradict one another on a figure, and which words prove each side?
-- why: The two sides with the most independent origins; severity weighs how far apart they are.
SELECT subject, side_a, outlets_a, origins_a, evidence_a[1].text AS words_a,
    side_b, outlets_b, origins_b, evidence_b[1].text AS words_b, round(severity, 2) AS severity
FROM conflicts
ORDER BY severity DESC, subject
