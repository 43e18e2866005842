-- Every fact names the clause that it stands in; the clauses themselves are a new table, filled as articles are read anew.
ALTER TABLE facts.mentions ADD COLUMN statement_id VARCHAR;
ALTER TABLE facts.quotes ADD COLUMN statement_id VARCHAR;
ALTER TABLE facts.quantities ADD COLUMN statement_id VARCHAR;
ALTER TABLE facts.times ADD COLUMN statement_id VARCHAR;
ALTER TABLE facts.events ADD COLUMN statement_id VARCHAR;
ALTER TABLE facts.claims ADD COLUMN statement_id VARCHAR;
