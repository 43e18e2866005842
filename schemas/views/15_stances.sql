-- What each article of the story says to a comparison. An article that could have said something and does not is
-- `silent`; one whose facts were not read is `not_observable`.
SELECT c.comparison_id, a.article_id, a.outlet,
    coalesce(s.stance, CASE WHEN m.outcome = 'done' THEN 'silent' ELSE 'not_observable' END) AS stance,
    s.value, s.text, s.char_start, s.char_end, c.story_id, c.subject
FROM links.comparisons c
JOIN main.articles a ON a.story_id = c.story_id
LEFT JOIN links.stances s ON s.comparison_id = c.comparison_id AND s.article_id = a.article_id
LEFT JOIN quality.marks m ON m.stage = 'facts' AND m.unit = a.article_id
