-- question: Which direct quotations on a subject are there, who speaks them, and where do they stand?
-- why: Copies are in it too, so that one sees who carries the words; the subject is looked for in the words themselves.
SELECT speaker, speaker_role, cue, text, outlet, published_on, url
FROM quotes
WHERE kind IN ('direct', 'mixed') AND (text ILIKE '%currency%' OR text ILIKE '%progress%')
ORDER BY speaker NULLS LAST, text, outlet NULLS LAST, published_on
