-- A quantity that is part of a change ("rose from 2.4% to 3.1%") bears it; filled as articles are read anew.
ALTER TABLE facts.quantities ADD COLUMN change_from DOUBLE;
ALTER TABLE facts.quantities ADD COLUMN change_to DOUBLE;
ALTER TABLE facts.quantities ADD COLUMN change_by DOUBLE;
ALTER TABLE facts.quantities ADD COLUMN change_direction VARCHAR;
