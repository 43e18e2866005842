-- Where each article's reporting comes from, and why we think so. The parent is the newest version of its document;
-- `parent_version_id` is the version whose text is shared. Articles of a story with one
-- `origin_group` count as one origin; `named` says whether anybody can tell whose it is.
SELECT o.article_id, o.origin_type, p.article_id AS parent_article_id, o.containment, o.reason, a.outlet, a.headline,
    a.story_id, o.parent_article_id AS parent_version_id, o.rule, g.origin_group, g.named
FROM links.origins o
JOIN main.articles a USING (article_id)
LEFT JOIN links.story_origins g ON g.article_id = a.article_id AND g.story_id = a.story_id
LEFT JOIN clean.versions v ON v.article_id = o.parent_article_id
LEFT JOIN clean.versions p ON p.document_id = v.document_id AND p.newest
