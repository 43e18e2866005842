-- Where each article's reporting comes from, and why we think so.
SELECT o.article_id, o.origin_type, o.parent_article_id, o.containment, o.reason, a.outlet, a.headline, a.story_id
FROM links.origins o JOIN main.articles a USING (article_id)
