-- The shape of a file before the first migration, frozen, with a few rows and views of its time.
-- It never changes: later shapes are reached by migrations.
CREATE SCHEMA IF NOT EXISTS raw;
CREATE SCHEMA IF NOT EXISTS clean;
CREATE SCHEMA IF NOT EXISTS facts;
CREATE SCHEMA IF NOT EXISTS links;
CREATE SCHEMA IF NOT EXISTS quality;
CREATE TABLE raw.captures (
  "capture_id" VARCHAR NOT NULL,
  "source" VARCHAR NOT NULL,
  "address" VARCHAR NOT NULL,
  "url" VARCHAR,
  "outlet" VARCHAR,
  "media_type" VARCHAR NOT NULL,
  "data" BLOB NOT NULL,
  "sha256" VARCHAR NOT NULL,
  "headers" MAP(VARCHAR, VARCHAR) NOT NULL,
  "fields" MAP(VARCHAR, VARCHAR) NOT NULL,
  "first_seen_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE clean.articles (
  "capture_id" VARCHAR NOT NULL,
  "article_id" VARCHAR NOT NULL,
  "document_id" VARCHAR NOT NULL,
  "source" VARCHAR NOT NULL,
  "source_path" VARCHAR NOT NULL,
  "url" VARCHAR,
  "outlet" VARCHAR,
  "publisher_family" VARCHAR,
  "headline" VARCHAR,
  "by" VARCHAR[] NOT NULL,
  "agency" VARCHAR,
  "located" VARCHAR,
  "language" VARCHAR NOT NULL,
  "genre" VARCHAR NOT NULL,
  "published_value" VARCHAR,
  "published_precision" VARCHAR,
  "published_basis" VARCHAR,
  "published_confidence" DOUBLE,
  "modified_value" VARCHAR,
  "modified_precision" VARCHAR,
  "modified_basis" VARCHAR,
  "modified_confidence" DOUBLE,
  "text" VARCHAR NOT NULL,
  "word_count" INTEGER NOT NULL,
  "first_seen_at" TIMESTAMPTZ NOT NULL,
  "stage_version" VARCHAR NOT NULL
);
CREATE TABLE facts.arithmetic (
  "arithmetic_id" VARCHAR NOT NULL,
  "article_id" VARCHAR NOT NULL,
  "relation" VARCHAR NOT NULL,
  "operands" VARCHAR[] NOT NULL,
  "stated" VARCHAR NOT NULL,
  "computed" DOUBLE NOT NULL,
  "holds" BOOLEAN NOT NULL,
  "text" VARCHAR NOT NULL,
  "char_start" INTEGER NOT NULL,
  "char_end" INTEGER NOT NULL,
  "rule" VARCHAR NOT NULL,
  "stage_version" VARCHAR NOT NULL
);
CREATE TABLE links.signatures (
  "article_id" VARCHAR NOT NULL,
  "document_id" VARCHAR NOT NULL,
  "day" DATE NOT NULL,
  "dated" BOOLEAN NOT NULL,
  "word_count" INTEGER NOT NULL,
  "hashes" UBIGINT[] NOT NULL,
  "bands" UBIGINT[] NOT NULL,
  "credit" VARCHAR,
  "relay" VARCHAR
);
CREATE TABLE links.bands (
  "article_id" VARCHAR NOT NULL,
  "band" UBIGINT NOT NULL,
  "day" DATE NOT NULL
);
CREATE TABLE quality.checks (
  "run_id" VARCHAR NOT NULL,
  "table_name" VARCHAR NOT NULL,
  "expectation" VARCHAR NOT NULL,
  "checked_at" TIMESTAMPTZ NOT NULL,
  "column_name" VARCHAR,
  "severity" VARCHAR NOT NULL,
  "success" BOOLEAN NOT NULL,
  "n_checked" BIGINT NOT NULL,
  "n_failed" BIGINT NOT NULL,
  "description" VARCHAR NOT NULL,
  "sample" VARCHAR
);
CREATE TABLE facts.claims (
  "claim_id" VARCHAR NOT NULL,
  "article_id" VARCHAR NOT NULL,
  "text" VARCHAR NOT NULL,
  "char_start" INTEGER NOT NULL,
  "char_end" INTEGER NOT NULL,
  "sentence" INTEGER NOT NULL,
  "rule" VARCHAR NOT NULL,
  "confidence" DOUBLE NOT NULL,
  "stage_version" VARCHAR NOT NULL,
  "attributed_to" VARCHAR,
  "relayed_from" VARCHAR,
  "negated" BOOLEAN NOT NULL,
  "modality" VARCHAR NOT NULL,
  "hedge" VARCHAR,
  "quantity_ids" VARCHAR[] NOT NULL,
  "time_ids" VARCHAR[] NOT NULL,
  "mention_ids" VARCHAR[] NOT NULL
);
CREATE TABLE links.comparisons (
  "comparison_id" VARCHAR NOT NULL,
  "story_id" VARCHAR NOT NULL,
  "kind" VARCHAR NOT NULL,
  "subject" VARCHAR NOT NULL,
  "status" VARCHAR NOT NULL,
  "n_outlets" INTEGER NOT NULL,
  "n_origins" INTEGER NOT NULL,
  "severity" DOUBLE NOT NULL,
  "first_reported_at" DATE,
  "first_outlet" VARCHAR
);
CREATE TABLE links.copies (
  "earlier_id" VARCHAR NOT NULL,
  "later_id" VARCHAR NOT NULL,
  "containment" DOUBLE NOT NULL,
  "jaccard" DOUBLE NOT NULL,
  "share_of_later" DOUBLE NOT NULL
);
CREATE TABLE quality.coverage (
  "run_id" VARCHAR NOT NULL,
  "source" VARCHAR NOT NULL,
  "started_at" TIMESTAMPTZ NOT NULL,
  "finished_at" TIMESTAMPTZ NOT NULL,
  "status" VARCHAR NOT NULL,
  "n_found" BIGINT NOT NULL,
  "n_new" BIGINT NOT NULL,
  "n_unchanged" BIGINT NOT NULL,
  "n_quarantined" BIGINT NOT NULL,
  "n_skipped" BIGINT NOT NULL,
  "n_expected" BIGINT,
  "message" VARCHAR
);
CREATE TABLE links.entity_aliases (
  "article_id" VARCHAR NOT NULL,
  "entity_id" VARCHAR NOT NULL,
  "alias" VARCHAR NOT NULL,
  "label" VARCHAR NOT NULL,
  "country" VARCHAR,
  "n_mentions" INTEGER NOT NULL
);
CREATE TABLE links.entity_links (
  "article_id" VARCHAR NOT NULL,
  "label" VARCHAR NOT NULL,
  "entity" VARCHAR NOT NULL,
  "entity_id" VARCHAR NOT NULL
);
CREATE TABLE facts.events (
  "event_id" VARCHAR NOT NULL,
  "article_id" VARCHAR NOT NULL,
  "text" VARCHAR NOT NULL,
  "char_start" INTEGER NOT NULL,
  "char_end" INTEGER NOT NULL,
  "sentence" INTEGER NOT NULL,
  "rule" VARCHAR NOT NULL,
  "confidence" DOUBLE NOT NULL,
  "stage_version" VARCHAR NOT NULL,
  "type" VARCHAR NOT NULL,
  "mode" VARCHAR,
  "context" VARCHAR[] NOT NULL,
  "actors" VARCHAR[] NOT NULL,
  "recipients" VARCHAR[] NOT NULL,
  "actor_countries" VARCHAR[] NOT NULL,
  "recipient_countries" VARCHAR[] NOT NULL,
  "date_value" VARCHAR,
  "place" VARCHAR,
  "negated" BOOLEAN NOT NULL,
  "modality" VARCHAR NOT NULL,
  "attributed_to" VARCHAR,
  "also_at" STRUCT(char_start INTEGER, char_end INTEGER)[] NOT NULL
);
CREATE TABLE quality.marks (
  "stage" VARCHAR NOT NULL,
  "unit" VARCHAR NOT NULL,
  "version" VARCHAR NOT NULL,
  "fingerprint" VARCHAR NOT NULL,
  "outcome" VARCHAR NOT NULL,
  "run_id" VARCHAR NOT NULL
);
CREATE TABLE facts.mentions (
  "mention_id" VARCHAR NOT NULL,
  "article_id" VARCHAR NOT NULL,
  "text" VARCHAR NOT NULL,
  "char_start" INTEGER NOT NULL,
  "char_end" INTEGER NOT NULL,
  "sentence" INTEGER NOT NULL,
  "rule" VARCHAR NOT NULL,
  "confidence" DOUBLE NOT NULL,
  "stage_version" VARCHAR NOT NULL,
  "entity" VARCHAR NOT NULL,
  "label" VARCHAR NOT NULL,
  "country" VARCHAR,
  "role" VARCHAR
);
CREATE TABLE links.origins (
  "article_id" VARCHAR NOT NULL,
  "origin_type" VARCHAR NOT NULL,
  "parent_article_id" VARCHAR,
  "containment" DOUBLE,
  "reason" VARCHAR NOT NULL
);
CREATE TABLE facts.quantities (
  "quantity_id" VARCHAR NOT NULL,
  "article_id" VARCHAR NOT NULL,
  "text" VARCHAR NOT NULL,
  "char_start" INTEGER NOT NULL,
  "char_end" INTEGER NOT NULL,
  "sentence" INTEGER NOT NULL,
  "rule" VARCHAR NOT NULL,
  "confidence" DOUBLE NOT NULL,
  "stage_version" VARCHAR NOT NULL,
  "kind" VARCHAR NOT NULL,
  "value" DOUBLE,
  "value_high" DOUBLE,
  "unit" VARCHAR,
  "mod" VARCHAR,
  "measure" VARCHAR,
  "about" VARCHAR,
  "period" VARCHAR,
  "attributed_to" VARCHAR,
  "negated" BOOLEAN NOT NULL,
  "modality" VARCHAR NOT NULL
);
CREATE TABLE facts.quotes (
  "quote_id" VARCHAR NOT NULL,
  "article_id" VARCHAR NOT NULL,
  "text" VARCHAR NOT NULL,
  "char_start" INTEGER NOT NULL,
  "char_end" INTEGER NOT NULL,
  "sentence" INTEGER NOT NULL,
  "rule" VARCHAR NOT NULL,
  "confidence" DOUBLE NOT NULL,
  "stage_version" VARCHAR NOT NULL,
  "kind" VARCHAR NOT NULL,
  "speaker" VARCHAR,
  "speaker_text" VARCHAR,
  "speaker_role" VARCHAR,
  "cue" VARCHAR,
  "force" VARCHAR,
  "said_on" VARCHAR,
  "relayed_from" VARCHAR,
  "fragments" STRUCT(char_start INTEGER, char_end INTEGER)[] NOT NULL
);
CREATE TABLE clean.regions (
  "capture_id" VARCHAR NOT NULL,
  "ordinal" INTEGER NOT NULL,
  "article_id" VARCHAR NOT NULL,
  "role" VARCHAR NOT NULL,
  "kept" BOOLEAN NOT NULL,
  "rule" VARCHAR NOT NULL,
  "score" DOUBLE NOT NULL,
  "text" VARCHAR NOT NULL,
  "char_start" INTEGER,
  "char_end" INTEGER,
  "stage_version" VARCHAR NOT NULL
);
CREATE TABLE quality.runs (
  "run_id" VARCHAR NOT NULL,
  "started_at" TIMESTAMPTZ NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "n_units" BIGINT,
  "publish_seconds" DOUBLE
);
CREATE TABLE quality.schema_versions (
  "version" INTEGER NOT NULL,
  "name" VARCHAR NOT NULL,
  "applied_at" TIMESTAMPTZ NOT NULL
);
CREATE TABLE quality.set_aside (
  "item_id" VARCHAR NOT NULL,
  "item" VARCHAR NOT NULL,
  "source" VARCHAR,
  "address" VARCHAR,
  "stage" VARCHAR NOT NULL,
  "disposition" VARCHAR NOT NULL,
  "reason" VARCHAR NOT NULL,
  "message" VARCHAR NOT NULL,
  "first_seen_at" TIMESTAMPTZ NOT NULL,
  "released_at" TIMESTAMPTZ
);
CREATE TABLE links.stances (
  "comparison_id" VARCHAR NOT NULL,
  "article_id" VARCHAR NOT NULL,
  "story_id" VARCHAR NOT NULL,
  "outlet" VARCHAR,
  "stance" VARCHAR NOT NULL,
  "value" VARCHAR,
  "text" VARCHAR NOT NULL,
  "char_start" INTEGER NOT NULL,
  "char_end" INTEGER NOT NULL
);
CREATE TABLE links.story_aliases (
  "story_id" VARCHAR NOT NULL,
  "article_id" VARCHAR NOT NULL,
  "same_as" VARCHAR NOT NULL
);
CREATE TABLE links.story_members (
  "article_id" VARCHAR NOT NULL,
  "document_id" VARCHAR NOT NULL,
  "story_id" VARCHAR NOT NULL,
  "day" DATE NOT NULL,
  "dated" BOOLEAN NOT NULL,
  "similarity" DOUBLE
);
CREATE TABLE links.story_origins (
  "story_id" VARCHAR NOT NULL,
  "article_id" VARCHAR NOT NULL,
  "origin_group" VARCHAR NOT NULL
);
CREATE TABLE links.story_terms (
  "article_id" VARCHAR NOT NULL,
  "term" VARCHAR NOT NULL,
  "weight" INTEGER NOT NULL
);
CREATE TABLE facts.times (
  "time_id" VARCHAR NOT NULL,
  "article_id" VARCHAR NOT NULL,
  "text" VARCHAR NOT NULL,
  "char_start" INTEGER NOT NULL,
  "char_end" INTEGER NOT NULL,
  "sentence" INTEGER NOT NULL,
  "rule" VARCHAR NOT NULL,
  "confidence" DOUBLE NOT NULL,
  "stage_version" VARCHAR NOT NULL,
  "type" VARCHAR NOT NULL,
  "value" VARCHAR NOT NULL,
  "mod" VARCHAR,
  "begins_on" DATE,
  "ends_on" DATE
);
INSERT INTO raw.captures BY NAME
  SELECT 'c1' AS capture_id, 'inbox' AS source, 'one.txt' AS address, 'text/plain' AS media_type,
    'The ferry sank.'::BLOB AS data, sha256('The ferry sank.') AS sha256, MAP {} AS headers,
    MAP {'headline': 'title'} AS fields, TIMESTAMPTZ '2025-02-01 06:00:00+00' AS first_seen_at;
INSERT INTO clean.articles BY NAME
  SELECT 'c1' AS capture_id, 'a1' AS article_id, 'd1' AS document_id, 'inbox' AS source, 'one.txt' AS source_path,
    ['Ann Doe'] AS "by", 'en' AS language, 'brief' AS genre, 'The ferry sank.' AS text, 3 AS word_count,
    TIMESTAMPTZ '2025-02-01 06:00:00+00' AS first_seen_at, '1' AS stage_version;
INSERT INTO quality.marks BY NAME
  SELECT 'articles' AS stage, '1' AS version, 'c1' AS unit, 'f' AS fingerprint, 'done' AS outcome, 'run-1' AS run_id;
INSERT INTO quality.runs BY NAME
  SELECT 'run-1' AS run_id, TIMESTAMPTZ '2025-02-01 06:00:00+00' AS started_at, 1 AS n_units;
CREATE VIEW main.coverage AS SELECT source, status, n_found, n_new FROM quality.coverage;
CREATE VIEW main.checks AS SELECT run_id, table_name, expectation, success FROM quality.checks;
