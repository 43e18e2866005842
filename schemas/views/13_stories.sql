-- Stories. The headline is that of the article published first.
SELECT a.story_id,
    arg_min(a.headline, (coalesce(a.published_on, a.first_seen_at::DATE), a.article_id)) FILTER (a.headline IS NOT NULL) AS headline,
    min(a.published_on) AS first_published, max(a.published_on) AS last_published,
    count(*) AS n_articles, count(DISTINCT a.outlet) AS n_outlets,
    count(DISTINCT coalesce(o.origin_group, a.article_id)) AS n_origins
FROM main.articles a LEFT JOIN links.story_origins o ON o.article_id = a.article_id AND o.story_id = a.story_id
WHERE a.story_id IS NOT NULL
GROUP BY a.story_id
