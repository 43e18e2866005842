-- question: Which values does each outlet give for one measure, and how many independent origins report it?
-- why: The hedge (about, at least) and the source named in the text stand beside the value; a copy adds an outlet but no origin.
-- parameter: subject = duty on Japanese goods; words of the subject
SELECT c.subject, c.status, c.n_outlets, c.n_origins, s.outlet, s.value, q.mod, q.attributed_to, s.text
FROM comparisons c
JOIN stances s USING (comparison_id)
JOIN quantities q USING (article_id, char_start, char_end)
WHERE c.kind = 'quantity' AND c.subject ILIKE '%' || $subject || '%'
ORDER BY c.subject, c.status, s.outlet NULLS LAST, s.char_start
