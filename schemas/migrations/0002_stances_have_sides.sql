-- Which facts of a comparison stand together; and the shape of the copy that a run published.
ALTER TABLE links.stances ADD COLUMN side INTEGER;
ALTER TABLE quality.runs ADD COLUMN published_shape VARCHAR;
