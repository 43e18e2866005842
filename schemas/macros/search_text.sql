-- parameters: words, kind := 'article', from_outlet := '', since := '', most := 20
-- Articles, or the quotations, claims or quantities in them, that have all of the words in any of their forms: the best
-- first, by BM25. Words in quotation marks must stand side by side, as they are written but for case and accents; of what
-- OR stands between, one is enough; what has a - before it must not be there. A form that stands in no article finds
-- nothing (`twosource search` takes another form of it). `kind` is article, quote, claim or quantity; `from_outlet` a part
-- of an outlet's name, `since` the first day of publication, `most` the number of rows. `text` is the passage with the
-- words, `char_start` and `char_end` say where it stands in the article's text, `matches` where in it the words begin.
WITH parts AS MATERIALIZED (  -- a bit for each clause
    SELECT *, CASE WHEN NOT excluded THEN CAST(1 AS BIGINT) << clause END AS bit FROM search_parts(words)
),
need AS (SELECT bit_or(bit) AS bits, any_value(kind = 'article') AS whole FROM parts),
postings AS (
    SELECT p.doc, p.term, p.starts FROM search.postings p WHERE p.term IN (SELECT term FROM parts WHERE term IS NOT NULL)
),
told AS (
    SELECT quote_id AS id, article_id, char_start, char_end FROM facts.quotes WHERE kind = 'quote'
    UNION ALL SELECT claim_id, article_id, char_start, char_end FROM facts.claims WHERE kind = 'claim'
    UNION ALL SELECT quantity_id, article_id, char_start, char_end FROM facts.quantities WHERE kind = 'quantity'
),
phrases AS (  -- `before` are the letters of a phrase before a word, `reach` what it takes up at most
    SELECT part, place, term, CAST(sum(length(word)) OVER (here ROWS UNBOUNDED PRECEDING) - length(word) AS BIGINT) AS before,
        CAST(sum(length(word)) OVER whole AS BIGINT) AS letters, letters + 3 * count(*) OVER whole AS reach,
        count(term) OVER whole AS n,
        ' ' || string_agg(word, ' ') OVER whole || ' ' AS phrase,
        term IS NOT NULL AND row_number() OVER (PARTITION BY part ORDER BY n_docs NULLS LAST, place) = 1 AS leads
    FROM parts LEFT JOIN (SELECT term, count(*) AS n_docs FROM postings GROUP BY term) USING (term)
    WHERE phrase
    WINDOW here AS (PARTITION BY part ORDER BY place),
        whole AS (here ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
),
beside AS (  -- of each place of its rarest word, where the others stand as far from it as the phrase has them
    SELECT l.part, l.doc, l.start, l.phrase, l.n, l.letters, l.reach, l.start - l.before AS first,
        3 * l.place - 2 AS signs_before, 3 * (w.place - l.place) AS signs,
        [s FOR s IN p.starts IF CASE WHEN l.start < 0 THEN s < 0 ELSE
            s - l.start - w.before + l.before BETWEEN least(signs, 0) AND greatest(signs, 0) END] AS starts
    FROM (SELECT f.*, p.doc, unnest(p.starts) AS start FROM phrases f JOIN postings p USING (term) WHERE f.leads) l
    JOIN phrases w ON w.part = l.part
    JOIN postings p ON p.term = w.term AND p.doc = l.doc
),
apart AS (
    SELECT part, doc, start, phrase, letters, reach, first, greatest(first - signs_before, 0) AS opens,
        flatten(list(starts)) AS starts
    FROM (FROM beside WHERE len(starts) > 0)
    GROUP BY ALL
    HAVING count(*) = any_value(n)
),
near AS (  -- within one fact, where facts are looked for
    SELECT a.* FROM apart a WHERE kind = 'article'
    UNION ALL
    SELECT a.* FROM apart a SEMI JOIN (FROM told JOIN search.documents d USING (article_id)) t
        ON t.doc = a.doc AND a.first >= t.char_start AND a.first + a.letters <= t.char_end
),
hits AS (
    SELECT q.part, p.doc, p.starts FROM parts q JOIN postings p USING (term) WHERE NOT q.phrase
    UNION ALL
    SELECT part, doc, list(start) FROM near GROUP BY part, doc
),
size AS (SELECT count(*) AS n, greatest(avg(n_words), 1) AS n_words FROM search.documents),
weights AS (
    SELECT h.part, ln(1 + (any_value(size.n) - count(*) + 0.5) / (count(*) + 0.5)) AS weight FROM hits h, size GROUP BY h.part
),
asked AS (SELECT DISTINCT part, bit, excluded, phrase, weight FROM parts JOIN weights USING (part)),
likely AS (
    SELECT h.doc, any_value(d.article_id) AS article_id, sum(
        q.weight * len(h.starts) * 2.2 / (len(h.starts) + 1.2 * (0.25 + 0.75 * d.n_words / size.n_words))
    ) FILTER (NOT q.excluded) AS score
    FROM hits h JOIN asked q USING (part) JOIN search.documents d USING (doc), size
    WHERE (coalesce(from_outlet, '') = '' OR contains(lower(d.outlet), lower(from_outlet)))
        AND (coalesce(CAST(since AS VARCHAR), '') = '' OR d.published_on >= CAST(nullif(CAST(since AS VARCHAR), '') AS DATE))
    GROUP BY h.doc
    HAVING bit_or(q.bit) = (SELECT bits FROM need)
        AND NOT ((SELECT whole FROM need) AND bool_or(q.excluded AND NOT q.phrase))
),
doubtful AS (
    SELECT n.*, l.article_id, q.excluded, dense_rank() OVER (ORDER BY l.score DESC, l.article_id) AS rank
    FROM near n JOIN likely l USING (doc) JOIN asked q USING (part)
),
-- whether the words of a phrase do stand there is read in the texts: in those of the best 50, which are fetched by their
-- row, and in all others only when these are not enough
best_texts AS (
    SELECT a.article_id, a.headline, a.text FROM clean.articles a WHERE a.rowid IN (
        SELECT b.rowid FROM clean.articles b WHERE b.article_id IN (SELECT article_id FROM doubtful WHERE rank <= 50))
),
best_read AS (
    SELECT d.*, holds_phrase(phrase, start, opens, reach, headline, text) AS stands
    FROM doubtful d JOIN best_texts USING (article_id) WHERE rank <= 50
),
sure AS (
    SELECT count(*) AS n FROM (
        SELECT doc FROM best_read GROUP BY doc
        HAVING count(DISTINCT part) FILTER (stands) = count(DISTINCT part) AND NOT bool_or(excluded)
    )
),
other_texts AS (
    SELECT a.article_id, a.headline, a.text FROM clean.articles a WHERE a.article_id IN (
        SELECT article_id FROM doubtful, sure
        WHERE rank > 50 AND (sure.n < most OR (kind <> 'article' AND (SELECT count(*) FROM asked) > 1)))
),
standing AS (
    FROM best_read WHERE stands
    UNION ALL
    SELECT d.*, true FROM doubtful d JOIN other_texts USING (article_id)
    WHERE holds_phrase(phrase, start, opens, reach, headline, text)
),
proven AS (
    SELECT h.part, h.doc, h.starts FROM hits h JOIN asked q USING (part) WHERE NOT q.phrase
    UNION ALL
    SELECT part, doc, list_distinct(flatten(list(starts))) FROM standing GROUP BY part, doc
),
found AS (
    SELECT l.doc, l.article_id, l.score, list_sort(flatten(list(p.starts) FILTER (NOT q.excluded))) AS starts
    FROM proven p JOIN asked q USING (part) JOIN likely l USING (doc)
    GROUP BY l.doc, l.article_id, l.score
    HAVING bit_or(q.bit) = (SELECT bits FROM need)
        AND NOT ((SELECT whole FROM need) AND bool_or(q.excluded))
),
placed AS (
    SELECT t.id, t.article_id, t.char_start, t.char_end, s.part, list(s.start) AS starts
    FROM (SELECT doc, part, unnest(starts) AS start FROM proven) s
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
        sum(q.weight * len(p.starts) * 2.2 / (len(p.starts) + 1.2 * (0.25 + 0.75 * (p.char_end - p.char_start) / 120)))
            FILTER (NOT q.excluded),
        list_sort(flatten(list(p.starts) FILTER (NOT q.excluded))), NULL, p.char_start, p.char_end
    FROM placed p JOIN asked q USING (part)
    GROUP BY p.id, p.article_id, p.char_start, p.char_end
    HAVING bit_or(q.bit) = (SELECT bits FROM need) AND NOT bool_or(q.excluded)
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
