-- Stories. The headline is that of the article published first. `n_origins` counts the independent origins that can be
-- named, `n_unnamed` the pages of which nobody can tell whose reporting they are.
SELECT a.story_id,
    arg_min(a.headline, (coalesce(a.published_on, a.first_seen_at::DATE), a.article_id)) FILTER (a.headline IS NOT NULL) AS headline,
    min(a.published_on) AS first_published, max(a.published_on) AS last_published,
    count(*) AS n_articles, count(DISTINCT a.outlet) AS n_outlets,
    count(DISTINCT o.origin_group) FILTER (o.named) AS n_origins,
    count(DISTINCT coalesce(o.origin_group, a.article_id)) FILTER (o.named IS NOT TRUE) AS n_unnamed
FROM main.articles a LEFT JOIN links.story_origins o ON o.article_id = a.article_id AND o.story_id = a.story_id
WHERE a.story_id IS NOT NULL
GROUP BY a.story_id
