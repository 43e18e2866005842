-- A name that a reference table joins to another keeps the id that it had by itself.
ALTER TABLE links.entity_links ADD COLUMN former_id VARCHAR;
