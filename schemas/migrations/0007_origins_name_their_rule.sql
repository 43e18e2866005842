-- An origin names the rule that decided it. Older rows get theirs when they are decided anew.
ALTER TABLE links.origins ADD COLUMN rule VARCHAR;
