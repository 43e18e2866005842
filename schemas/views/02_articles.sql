-- The newest version of every document.
SELECT * FROM main.article_versions
QUALIFY version = max(version) OVER (PARTITION BY document_id)
