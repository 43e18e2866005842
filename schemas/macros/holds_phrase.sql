-- parameters of a value: phrase, start, opens, reach, headline, text
-- Whether a phrase (folded words with blanks around them) stands in the `reach` signs of a text from the offset `opens`
-- on, or in the headline when `start` is less than 0. `search_text` asks it.
contains(' ' || array_to_string(folded_words(
    CASE WHEN start < 0 THEN headline
    -- an x makes of a word that is cut off at either end another one; signs of Chinese and Japanese are whole
    ELSE regexp_replace(CASE WHEN opens > 0 THEN 'x' ELSE '' END || substring(text, opens + 1, reach), '^x([぀-ヿ㐀-鿿])', '\1')
        || CASE WHEN length(text) > opens + reach THEN 'x' ELSE '' END
    END
), ' ') || ' ', phrase)
