-- question: Who is reported, not quoted, to have denied, warned, claimed, promised or demanded something?
-- why: The force tells what the outlet makes of the statement; plain "said" is left out.
SELECT force, cue, speaker, text, outlet, published_on
FROM quotes
WHERE kind = 'indirect' AND force <> 'says'
ORDER BY force, speaker NULLS LAST, text, outlet NULLS LAST
