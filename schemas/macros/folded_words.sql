-- parameters of a value: text
-- The words of a text as the index of searches has them, in their order: runs of letters and digits, in small letters and
-- without accents; each sign of Chinese and Japanese by itself.
regexp_extract_all(lower(strip_accents(text)), '[぀-ヿ㐀-鿿]|[\pL\pN]+')
