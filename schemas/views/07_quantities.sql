-- Numbers with their unit, what they measure and whose they are.
SELECT a.article_id, a.document_id, a.outlet, a.headline, a.url, a.published_on, a.story_id,
    f.* EXCLUDE (article_id), k.corrected_by
FROM facts.quantities f JOIN main.articles a USING (article_id)
LEFT JOIN (
    SELECT row_id, list(DISTINCT correction_id ORDER BY correction_id) AS corrected_by FROM quality.corrected GROUP BY row_id
) k ON k.row_id = f.quantity_id
