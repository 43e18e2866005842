-- Inputs and units set aside, with the reason. `released_at` is NULL while they still are.
SELECT item_id, source, address AS source_path, stage, reason, message, first_seen_at, released_at, disposition,
    item
FROM quality.set_aside
