-- Runs are counted, since clocks may be set back; what a unit's rows were and how many is noted beside its mark.
CREATE TABLE quality.counted_runs (
    run_id VARCHAR NOT NULL, number BIGINT NOT NULL, started_at TIMESTAMPTZ NOT NULL, finished_at TIMESTAMPTZ,
    n_units BIGINT, n_writes BIGINT NOT NULL, checked_by VARCHAR, publish_seconds DOUBLE, sources VARCHAR[],
    published_shape VARCHAR, published_file VARCHAR
);
INSERT INTO quality.counted_runs BY NAME
SELECT run_id, row_number() OVER (ORDER BY started_at, run_id) AS number, started_at, finished_at, n_units,
    1 AS n_writes, publish_seconds, sources, published_shape
FROM quality.runs;
DROP TABLE quality.runs;
ALTER TABLE quality.counted_runs RENAME TO runs;
ALTER TABLE quality.marks ADD COLUMN n_rows BIGINT;
ALTER TABLE quality.marks ADD COLUMN digest UBIGINT;
ALTER TABLE quality.set_aside ADD COLUMN attempts INTEGER DEFAULT 1;
ALTER TABLE quality.checks ADD COLUMN n_rows BIGINT;
ALTER TABLE raw.captures ADD COLUMN first_run BIGINT;
