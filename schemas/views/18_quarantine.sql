-- Inputs and units set aside, with the reason. `released_at` is NULL while they still are; `dropped_by` is the correction
-- with which a person said that one stays out.
SELECT s.item_id, s.source, s.address AS source_path, s.stage, s.reason, s.message, s.first_seen_at, s.released_at,
    s.disposition, s.item, d.dropped_by
FROM quality.set_aside s
LEFT JOIN (
    SELECT evidence[1] AS item_id, any_value(correction_id) AS dropped_by FROM quality.corrections
    WHERE kind = 'drop' AND withdrawn_at IS NULL GROUP BY evidence[1]
) d ON d.item_id = s.item_id
