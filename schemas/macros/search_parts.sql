-- parameters: words
-- How `search_text` takes what it is asked, a row a word: `part` is a word, or a phrase in quotation marks (or of words
-- that hang together, as COVID-19); parts that OR stands between have one `clause`; `excluded` is what has a - before it.
-- `term` is NULL for a word that stands in no article, or in nearly all of them; a phrase holds also the latter.
WITH tokens AS (
    SELECT unnest(tokens) AS token, generate_subscripts(tokens, 1) AS part
    FROM (SELECT regexp_extract_all(translate(words, '“”„«»', '"""""'), '-?"[^"]*"?|[^\s"]+') AS tokens)
),
clauses AS (
    SELECT token, part, sum(CAST(coalesce(before, '') <> 'OR' AS INTEGER)) OVER (ORDER BY part) AS clause
    FROM (
        SELECT *, lag(token) OVER (ORDER BY part) AS before
        FROM tokens WHERE token = 'OR' OR len(folded_words(token)) > 0
    )
    WHERE token <> 'OR'
),
cut AS (
    SELECT part, clause, regexp_matches(token, '^-["\pL\pN]') AS excluded, contains(token, '"') AS quoted,
        unnest(folded_words(token)) AS word, generate_subscripts(folded_words(token), 1) AS place
    FROM clauses
),
known AS (
    SELECT c.*, w.term, w.word IS NOT NULL AS known, w.word IS NULL OR w.term IS NOT NULL OR c.quoted AS telling
    FROM cut c LEFT JOIN search.words w ON w.word = c.word
),
framed AS (
    SELECT *, min(place) FILTER (telling) OVER same AS opens, max(place) FILTER (telling) OVER same AS closes
    FROM known
    WINDOW same AS (PARTITION BY part)
)
SELECT CASE WHEN clause > 60 THEN error('Ask for no more than 60 words at once.') ELSE clause END AS clause, part, place,
    word, term, known, excluded, quoted OR opens < closes AS phrase
FROM framed
WHERE place BETWEEN opens AND closes
ORDER BY part, place
