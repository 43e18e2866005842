-- Resolved entities. The name is the full form used most across articles; ties go to the longer, then to the first by letter.
-- A name that a person gives goes before them all.
-- former_ids: ids that names had before a reference table joined them to this entity.
WITH forms AS (
    SELECT l.entity_id, l.label, l.alias, count(DISTINCT l.article_id) AS n_articles, sum(l.n_mentions) AS n_mentions,
        any_value(l.country) AS country
    FROM links.entity_aliases l JOIN main.articles a USING (article_id)
    GROUP BY ALL
),
used AS (
    SELECT l.entity_id, count(DISTINCT l.article_id) AS n_articles, count(DISTINCT a.outlet) AS n_outlets
    FROM links.entity_aliases l JOIN main.articles a USING (article_id)
    GROUP BY l.entity_id
),
said AS (
    SELECT k.row_id AS entity_id, any_value(c.value ->> '$') AS name
    FROM quality.corrected k JOIN quality.corrections c USING (correction_id)
    WHERE c.kind IN ('one_name', 'name_is') GROUP BY ALL
),
full_forms AS (
    SELECT l.entity_id, l.entity AS name, count(DISTINCT l.article_id) AS n_articles
    FROM links.entity_links l JOIN main.articles a USING (article_id)
    GROUP BY ALL
)
SELECT u.entity_id,
    coalesce((SELECT s.name FROM said s WHERE s.entity_id = u.entity_id), (SELECT n.name FROM full_forms n WHERE n.entity_id = u.entity_id
     ORDER BY len(string_split(n.name, ' ')) > 1 DESC, n.n_articles DESC, length(n.name) DESC, n.name LIMIT 1)) AS name,
    any_value(f.label) AS label, any_value(f.country) AS country,
    list(f.alias ORDER BY f.n_mentions DESC, f.alias) AS aliases, u.n_articles, u.n_outlets,
    (SELECT list(DISTINCT o.former_id ORDER BY o.former_id) FROM links.entity_links o
     WHERE o.entity_id = u.entity_id AND o.former_id IS NOT NULL) AS former_ids,
    (SELECT list(DISTINCT k.correction_id ORDER BY k.correction_id) FROM quality.corrected k
     WHERE k.row_id = u.entity_id) AS corrected_by
FROM used u JOIN forms f USING (entity_id)
GROUP BY u.entity_id, u.n_articles, u.n_outlets
