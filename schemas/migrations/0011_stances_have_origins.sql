-- A stance names whose reporting stands behind it, which may be another than that of its article.
ALTER TABLE links.stances ADD COLUMN origin_group VARCHAR;
ALTER TABLE links.stances ADD COLUMN taken VARCHAR;
ALTER TABLE links.stances ADD COLUMN taken_from VARCHAR;
