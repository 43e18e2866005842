-- Reported propositions, with the ids of the quantities, times and entities in them.
SELECT a.article_id, a.document_id, a.outlet, a.headline, a.url, a.published_on, a.story_id,
    f.* EXCLUDE (article_id),
    list_distinct([e.entity_id FOR e IN (
        SELECT list({'entity_id': l.entity_id}) FROM facts.mentions m
        JOIN links.entity_links l ON l.article_id = m.article_id AND l.label = m.label AND l.entity = m.entity
        WHERE m.article_id = f.article_id AND list_contains(f.mention_ids, m.mention_id)
    )]) AS entity_ids
FROM facts.claims f JOIN main.articles a USING (article_id)
