-- question: Which tariff rates are named, on what, and are they in force, planned or demanded?
-- why: The rate stands with what it is laid on, as the article says it, its modality, and who is named as the source.
-- parameter: measure = dut(y|ies)|tariff; what is measured, as a regular expression
SELECT value, value_high, mod, measure, about, modality, attributed_to, period, outlet, published_on
FROM quantities
WHERE kind = 'percent' AND regexp_matches(coalesce(measure, ''), $measure, 'i')
ORDER BY value, measure, outlet NULLS LAST, published_on, char_start
