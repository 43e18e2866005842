-- Every piece of an input with its role, for the newest version of each document.
SELECT a.article_id, r.ordinal, r.role, r.kept, r.rule, r.score, r.text, r.char_start, r.char_end,
    a.document_id, a.outlet, a.headline, a.url, a.published_on, a.story_id, r.stage_version
FROM clean.regions r JOIN main.articles a ON a.capture_id = r.capture_id
