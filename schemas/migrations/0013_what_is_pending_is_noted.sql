-- What a write touches of later stages is noted (`quality.touched`). What was noted before was of another kind: the next
-- run searches once.
DROP TABLE IF EXISTS quality.settled;
-- Terms are counted as they are written, and found by the day of their article.
CREATE TABLE links.term_counts (term VARCHAR NOT NULL, n BIGINT NOT NULL);
INSERT INTO links.term_counts SELECT term, count(*) FROM links.story_terms GROUP BY term;
CREATE TABLE links.story_terms_by_day (article_id VARCHAR NOT NULL, term VARCHAR NOT NULL, day DATE NOT NULL, weight INTEGER NOT NULL);
INSERT INTO links.story_terms_by_day
    SELECT t.article_id, t.term, m.day, t.weight FROM links.story_terms t JOIN links.story_members m USING (article_id) ORDER BY m.day;
DROP TABLE links.story_terms;
ALTER TABLE links.story_terms_by_day RENAME TO story_terms;
