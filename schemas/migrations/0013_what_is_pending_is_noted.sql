-- What a write touches of later stages is noted (`quality.touched`). What was noted before was of another kind: the next
-- run searches once.
DROP TABLE IF EXISTS quality.settled;
