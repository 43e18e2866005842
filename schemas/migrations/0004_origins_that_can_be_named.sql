-- Origins that nobody can name are counted apart, and own reporting rests on a sign of it.
ALTER TABLE links.comparisons ADD COLUMN n_unnamed INTEGER;
ALTER TABLE links.story_origins ADD COLUMN named BOOLEAN;
ALTER TABLE links.signatures ADD COLUMN own VARCHAR;
ALTER TABLE links.signatures ADD COLUMN note VARCHAR;
