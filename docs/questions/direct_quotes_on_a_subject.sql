-- question: Which direct quotations on a subject are there, who speaks them, and where do they stand?
-- why: Copies are in it too, so that one sees who carries the words; the subject is looked for in the words themselves.
-- parameter: words = currency|progress; what to look for: words with a bar between them, or a regular expression
SELECT speaker, speaker_role, cue, text, outlet, published_on, url
FROM quotes
WHERE kind IN ('direct', 'mixed') AND regexp_matches(text, $words, 'i')
ORDER BY speaker NULLS LAST, text, outlet NULLS LAST, published_on
