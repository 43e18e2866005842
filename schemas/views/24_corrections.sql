-- What people put right. `applied_to` counts the rows that it changed; `problem` says why one that stands changed
-- nothing; `withdrawn_at` is NULL while it stands.
WITH applied AS (
    SELECT correction_id, count(DISTINCT (unit, row_id)) AS n FROM quality.corrected GROUP BY correction_id
),
known AS (
    SELECT correction_id, bool_and(document IN (SELECT document_id FROM clean.articles)) AS is_known
    FROM (SELECT correction_id, unnest(documents) AS document FROM quality.corrections) GROUP BY correction_id
)
SELECT c.correction_id, c.kind, c.articles, c.documents, c.evidence, c.within, c.label, c.value, c.note, c.signed,
    coalesce(a.n, 0) AS applied_to,
    CASE WHEN c.withdrawn_at IS NULL AND a.n IS NULL AND c.kind NOT IN ('again', 'drop') THEN
        CASE WHEN k.is_known IS FALSE THEN 'there is no such article'
            WHEN c.kind IN ('one_name', 'name_is', 'not_a_name') THEN 'no article has the name'
            ELSE 'its evidence is gone, or stands there more than once' END
    END AS problem,
    c.given_at, c.withdrawn_at
FROM quality.corrections c LEFT JOIN applied a USING (correction_id) LEFT JOIN known k USING (correction_id)
