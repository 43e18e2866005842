-- The newest version of every document.
SELECT * FROM main.article_versions
WHERE article_id IN (SELECT article_id FROM clean.versions WHERE newest)
