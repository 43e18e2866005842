-- Time expressions, normalised.
SELECT a.article_id, a.document_id, a.outlet, a.headline, a.url, a.published_on, a.story_id,
    f.* EXCLUDE (article_id)
FROM facts.times f JOIN main.articles a USING (article_id)
