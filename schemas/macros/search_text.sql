-- parameters: words, kind := 'article', from_outlet := NULL, since := NULL, most := 20
-- Articles, or the quotations, claims or quantities in them, that have all of the words in any of their forms: the best
-- first, by BM25. A form that stands in no article finds nothing (`twosource search` takes another form of it). `kind` is article, quote, claim or quantity; `from_outlet` a part of an outlet's name, `since` the first
-- day of publication, `most` the number of rows. `text` is the passage with the words, `char_start` and `char_end` say
-- where it stands in the article's text, `matches` where in it the words begin.
WITH asked AS (
    SELECT w.term, w.word IS NULL AS unknown
    FROM (SELECT DISTINCT unnest(regexp_extract_all(lower(strip_accents(words)), '[぀-ヿ㐀-鿿]|[\pL\pN]+')) AS word) a
    LEFT JOIN search.words w ON w.word = a.word
),
need AS (SELECT count(DISTINCT term) + count(*) FILTER (unknown) AS n FROM asked),
hits AS (
    SELECT p.doc, p.term, p.starts FROM search.postings p WHERE p.term IN (SELECT term FROM asked WHERE term IS NOT NULL)
),
size AS (SELECT count(*) AS n, greatest(avg(n_words), 1) AS n_words FROM search.documents),
weights AS (
    SELECT h.term, ln(1 + (any_value(size.n) - count(*) + 0.5) / (count(*) + 0.5)) AS weight FROM hits h, size GROUP BY h.term
),
found AS (
    SELECT h.doc, any_value(d.article_id) AS article_id, list_sort(flatten(list(h.starts))) AS starts,
        sum(w.weight * len(h.starts) * 2.2 / (len(h.starts) + 1.2 * (0.25 + 0.75 * d.n_words / size.n_words))) AS score
    FROM hits h JOIN weights w USING (term) JOIN search.documents d USING (doc), size
    WHERE (from_outlet IS NULL OR contains(lower(d.outlet), lower(from_outlet)))
        AND (since IS NULL OR d.published_on >= CAST(since AS DATE))
    GROUP BY h.doc
    HAVING count(*) = (SELECT n FROM need)
),
told AS (
    SELECT quote_id AS id, article_id, char_start, char_end FROM facts.quotes WHERE kind = 'quote'
    UNION ALL SELECT claim_id, article_id, char_start, char_end FROM facts.claims WHERE kind = 'claim'
    UNION ALL SELECT quantity_id, article_id, char_start, char_end FROM facts.quantities WHERE kind = 'quantity'
),
placed AS (
    SELECT t.id, t.article_id, t.char_start, t.char_end, s.term, list(s.start) AS starts
    FROM (SELECT h.doc, h.term, unnest(h.starts) AS start FROM hits h) s
    JOIN found f USING (doc)
    JOIN told t ON t.article_id = f.article_id AND s.start >= t.char_start AND s.start < t.char_end
    GROUP BY ALL
),
passages AS (
    SELECT article_id AS id, article_id, score, starts,
        starts[list_position(around, list_max(around))] AS best, NULL::INTEGER AS char_start, NULL::INTEGER AS char_end
    FROM (
        SELECT *, [len([b FOR b IN starts IF b >= a AND b < a + 180]) + CAST(a >= 0 AS INTEGER) FOR a IN starts] AS around
        FROM (FROM found WHERE kind = 'article' ORDER BY score DESC, article_id LIMIT most)
    )
    UNION ALL
    SELECT p.id, p.article_id,
        sum(w.weight * len(p.starts) * 2.2 / (len(p.starts) + 1.2 * (0.25 + 0.75 * (p.char_end - p.char_start) / 120))),
        list_sort(flatten(list(p.starts))), NULL, p.char_start, p.char_end
    FROM placed p JOIN weights w USING (term)
    GROUP BY p.id, p.article_id, p.char_start, p.char_end
    HAVING count(*) = (SELECT n FROM need)
),
best AS (FROM passages ORDER BY score DESC, article_id, id LIMIT most),
texts AS (  -- by the number of the row, or every text is unpacked
    SELECT a.article_id, any_value(a.text) AS text FROM clean.articles a WHERE a.rowid IN (
        SELECT b.rowid FROM clean.articles b WHERE b.article_id IN (SELECT article_id FROM best))
    GROUP BY a.article_id
),
cut AS (
    SELECT b.*, t.text AS whole,
        coalesce(b.char_start, CASE WHEN b.best < 60 THEN 0
            ELSE b.best - 60 + length(regexp_extract(substring(t.text, b.best - 59, 60), '^\S*\s+')) END) AS begins
    FROM best b JOIN texts t USING (article_id)
),
ends AS (
    SELECT *, coalesce(char_end, CASE WHEN begins + 240 >= length(whole) THEN length(whole)
        ELSE begins + length(regexp_replace(substring(whole, begins + 1, 240), '\s+\S*$', '')) END) AS stops
    FROM cut
)
SELECT round(e.score, 3) AS score, d.outlet, d.headline, d.published_on, d.url, e.article_id, e.id,
    substring(e.whole, e.begins + 1, e.stops - e.begins) AS text, e.begins AS char_start, e.stops AS char_end,
    [s FOR s IN e.starts IF s >= e.begins AND s < e.stops] AS matches
FROM ends e JOIN search.documents d USING (article_id)
ORDER BY e.score DESC, e.article_id, e.id
