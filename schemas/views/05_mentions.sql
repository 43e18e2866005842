-- Names in the text, with the entity that they are across articles.
SELECT a.article_id, a.document_id, a.outlet, a.headline, a.url, a.published_on, a.story_id,
    f.* EXCLUDE (article_id), e.entity_id, k.corrected_by
FROM facts.mentions f JOIN main.articles a USING (article_id)
LEFT JOIN links.entity_links e ON e.article_id = f.article_id AND e.label = f.label AND e.entity = f.entity
LEFT JOIN (
    SELECT unit, row_id, list(DISTINCT correction_id ORDER BY correction_id) AS corrected_by FROM quality.corrected
    WHERE stage = 'links' GROUP BY ALL
) k ON k.unit = f.article_id AND k.row_id = e.entity_id
