-- How right the facts are: of each table and rule the newest precision and recall against gold that people have corrected
-- (`twosource gold`, `twosource evaluate`), with their 95 percent interval; `value` is NULL while `n_needed` items are missing.
SELECT a.* FROM quality.accuracy a JOIN quality.runs r USING (run_id)
QUALIFY row_number() OVER (PARTITION BY a.table_name, a.rule, a.measure ORDER BY r.number DESC) = 1
ORDER BY a.table_name, a.rule <> 'all', a.rule, a.measure
