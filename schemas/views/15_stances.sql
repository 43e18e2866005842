-- What each article of the story says to a comparison. An article that could have said something and does not is
-- `silent`; `not_observable` is one whose facts were not read, that was out before anybody reported it, or that has a
-- few sentences only.
SELECT c.comparison_id, a.article_id, a.outlet, s.speaker,
    coalesce(s.stance, CASE
        WHEN m.outcome IS DISTINCT FROM 'done' OR a.published_on < c.first_reported_at
            OR a.genre = 'brief' OR a.word_count < 80 THEN 'not_observable'
        ELSE 'silent' END) AS stance,
    s.value, s.side, s.statement_id, s.text, s.char_start, s.char_end, c.story_id, c.subject,
    s.origin_group, s.taken, s.taken_from
FROM links.comparisons c
JOIN main.articles a ON a.story_id = c.story_id
LEFT JOIN links.stances s ON s.comparison_id = c.comparison_id AND s.article_id = a.article_id
LEFT JOIN quality.marks m ON m.stage = 'facts' AND m.unit = a.article_id
