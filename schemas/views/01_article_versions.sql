-- Every version of every document: one row per article_id, as the capture that showed it first has it; one that came
-- back after others stands last. `published_on` is
-- the day where it was published, `published_value` the date or instant as it stood there, with its own offset.
-- `corrected_by`: the corrections of the article itself and of its story, NULL when there is none.
-- `authors`: as written; `by` is its deprecated second name, a reserved word that wants quotation marks.
WITH RECURSIVE merged(story_id, current_id) AS (
    SELECT story_id, same_as FROM links.story_aliases
    UNION
    SELECT m.story_id, a.same_as FROM merged m JOIN links.story_aliases a ON a.story_id = m.current_id
),
current_story AS (
    SELECT m.story_id, min(m.current_id) AS current_id
    FROM merged m ANTI JOIN links.story_aliases a ON a.story_id = m.current_id
    GROUP BY m.story_id
)
SELECT
    s.article_id, s.document_id, s.source, s.source_path, s.url, s.outlet, s.publisher_family, s.headline, s."by" AS authors,
    s.agency, s.located, s.language, s.genre,
    CASE WHEN s.published_precision = 'instant' THEN try_cast(s.published_value AS TIMESTAMPTZ) END AS published_at,
    CASE WHEN s.published_precision IN ('instant', 'day') THEN try_cast(s.published_value[1:10] AS DATE) END AS published_on,
    s.published_basis, s.first_seen_at, s.text, s.word_count,
    o.origin_type, o.parent_article_id AS origin_of,
    coalesce(c.current_id, t.story_id, m.story_id) AS story_id,
    n.version,
    s.capture_id, s.published_value,
    s."by",  -- the deprecated name of `authors`: a reserved word that wants quotation marks
    k.corrected_by
FROM clean.versions n JOIN clean.articles s USING (capture_id, article_id)
LEFT JOIN links.origins o ON o.article_id = s.article_id
LEFT JOIN links.story_members m ON m.article_id = s.article_id
LEFT JOIN links.told_stories t ON t.article_id = s.article_id
LEFT JOIN current_story c ON c.story_id = coalesce(t.story_id, m.story_id)
LEFT JOIN (
    SELECT changed_id, list(DISTINCT correction_id ORDER BY correction_id) AS corrected_by FROM quality.corrected GROUP BY changed_id
) k ON k.changed_id = s.article_id
