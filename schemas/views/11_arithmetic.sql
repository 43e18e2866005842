-- Sums, differences and shares that an article's own numbers imply, and whether they hold.
SELECT a.article_id, a.document_id, a.outlet, a.headline, a.url, a.published_on, a.story_id,
    f.* EXCLUDE (article_id)
FROM facts.arithmetic f JOIN main.articles a USING (article_id)
