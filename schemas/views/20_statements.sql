-- Clauses, each with who says so, whether as so, of whom, when and where; other facts join by `statement_id`.
SELECT a.article_id, a.document_id, a.outlet, a.headline, a.url, a.published_on, a.story_id,
    f.* EXCLUDE (article_id)
FROM facts.statements f JOIN main.articles a USING (article_id)
