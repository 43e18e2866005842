-- Numbers with their unit, what they measure and whose they are.
SELECT a.article_id, a.document_id, a.outlet, a.headline, a.url, a.published_on, a.story_id,
    f.* EXCLUDE (article_id)
FROM facts.quantities f JOIN main.articles a USING (article_id)
