-- Quotations; the speaker's entity is joined by the canonical name within the article.
WITH speakers AS (
    SELECT q.article_id, q.speaker, min(l.entity_id) AS entity_id
    FROM (SELECT DISTINCT article_id, speaker FROM facts.quotes WHERE speaker IS NOT NULL) q
    JOIN links.entity_links l ON l.article_id = q.article_id AND l.entity = q.speaker
    WHERE l.label IN ('PER', 'ORG', 'LOC') GROUP BY ALL HAVING min(l.entity_id) = max(l.entity_id)
)
SELECT a.article_id, a.document_id, a.outlet, a.headline, a.url, a.published_on, a.story_id,
    f.* EXCLUDE (article_id), s.entity_id, k.corrected_by
FROM facts.quotes f JOIN main.articles a USING (article_id)
LEFT JOIN speakers s ON s.article_id = f.article_id AND s.speaker = f.speaker
LEFT JOIN (
    SELECT changed_id, list(DISTINCT correction_id ORDER BY correction_id) AS corrected_by FROM quality.corrected GROUP BY changed_id
) k ON k.changed_id = f.quote_id
