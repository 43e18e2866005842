-- A run notes what it was asked to take in, so that a report can say which sources a run without news looked at.
ALTER TABLE quality.runs ADD COLUMN sources VARCHAR[];
