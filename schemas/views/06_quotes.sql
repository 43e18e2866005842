-- Quotations; the speaker's entity is joined by the canonical name within the article.
WITH speakers AS (
    SELECT article_id, entity, min(entity_id) AS entity_id
    FROM links.entity_links WHERE label IN ('PER', 'ORG', 'LOC') GROUP BY ALL HAVING count(DISTINCT entity_id) = 1
)
SELECT a.article_id, a.document_id, a.outlet, a.headline, a.url, a.published_on, a.story_id,
    f.* EXCLUDE (article_id), s.entity_id, k.corrected_by
FROM facts.quotes f JOIN main.articles a USING (article_id)
LEFT JOIN speakers s ON s.article_id = f.article_id AND s.entity = f.speaker
LEFT JOIN (
    SELECT row_id, list(DISTINCT correction_id ORDER BY correction_id) AS corrected_by FROM quality.corrected GROUP BY row_id
) k ON k.row_id = f.quote_id
