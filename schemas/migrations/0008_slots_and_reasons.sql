-- A comparison is one slot of one occurrence, and its status has a reason; a stance names its speaker and its clause.
ALTER TABLE links.comparisons ADD COLUMN slot VARCHAR;
ALTER TABLE links.comparisons ADD COLUMN reason VARCHAR;
ALTER TABLE links.stances ADD COLUMN speaker VARCHAR;
ALTER TABLE links.stances ADD COLUMN statement_id VARCHAR;
