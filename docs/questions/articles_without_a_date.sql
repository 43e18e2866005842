-- question: What do the articles' dates rest on, and which articles have none?
-- why: A date is never guessed; relative times of an undated article stay unresolved.
SELECT coalesce(published_basis, 'none') AS basis, count(*) AS articles,
    list_sort(list(coalesce(headline, source_path)) FILTER (published_on IS NULL)) AS undated
FROM articles
GROUP BY ALL
ORDER BY ALL
