-- What changed between two versions of a document, at the level of facts: one row per change. `before` and `after` are the
-- words of the evidence; offsets lie in the text of the later version, or of the earlier where something is gone.
WITH pairs AS (
    SELECT a.article_id AS old_id, b.article_id AS new_id, b.document_id, a.version AS from_version, b.version AS to_version,
        b.outlet, b.headline, b.url
    FROM main.article_versions a JOIN main.article_versions b ON b.document_id = a.document_id AND b.version = a.version + 1
),
spoken AS (
    SELECT article_id, text, char_start, char_end, speaker, lower(regexp_replace(text, '[^\pL\pN]+', ' ', 'g')) AS words
    FROM facts.quotes WHERE kind <> 'indirect'
),
counted AS (
    SELECT article_id, text, char_start, char_end, value, value_high, unit,
        concat_ws('|', kind, unit, measure, about, period) AS slot
    FROM facts.quantities WHERE about IS NOT NULL OR measure IS NOT NULL
),
single AS (
    SELECT * FROM counted QUALIFY count(*) OVER (PARTITION BY article_id, slot) = 1
),
told AS (
    SELECT article_id, text, char_start, char_end, negated, hedge,
        concat_ws('|', predicate, attributed_to, list_transform(arguments, lambda a: a.role || ':' || lower(a.text))::VARCHAR) AS slot
    FROM facts.statements WHERE len(arguments) > 0
    QUALIFY count(*) OVER (PARTITION BY article_id, slot) = 1
),
changes AS (
    SELECT p.*, 'value_changed' AS change, o.text AS before, n.text AS after, n.char_start, n.char_end
    FROM pairs p JOIN single o ON o.article_id = p.old_id JOIN single n ON n.article_id = p.new_id AND n.slot = o.slot
    WHERE o.value IS DISTINCT FROM n.value OR o.value_high IS DISTINCT FROM n.value_high
    UNION ALL
    SELECT p.*, 'quotation_removed', o.text, NULL, o.char_start, o.char_end
    FROM pairs p JOIN spoken o ON o.article_id = p.old_id
    WHERE NOT EXISTS (FROM spoken n WHERE n.article_id = p.new_id AND n.words = o.words)
    UNION ALL
    SELECT p.*, 'quotation_added', NULL, n.text, n.char_start, n.char_end
    FROM pairs p JOIN spoken n ON n.article_id = p.new_id
    WHERE NOT EXISTS (FROM spoken o WHERE o.article_id = p.old_id AND o.words = n.words)
    UNION ALL
    SELECT p.*, CASE WHEN n.hedge IS NULL THEN 'hedge_removed' WHEN o.hedge IS NULL THEN 'hedge_added' ELSE 'hedge_changed' END,
        o.text, n.text, n.char_start, n.char_end
    FROM pairs p JOIN told o ON o.article_id = p.old_id JOIN told n ON n.article_id = p.new_id AND n.slot = o.slot
    WHERE o.hedge IS DISTINCT FROM n.hedge
    UNION ALL
    SELECT p.*, CASE WHEN n.negated THEN 'denial_added' ELSE 'denial_removed' END, o.text, n.text, n.char_start, n.char_end
    FROM pairs p JOIN told o ON o.article_id = p.old_id JOIN told n ON n.article_id = p.new_id AND n.slot = o.slot
    WHERE o.negated <> n.negated
)
SELECT document_id, from_version, to_version, change, before, after, outlet, headline, url, old_id AS from_article_id,
    new_id AS to_article_id, char_start, char_end
FROM changes
