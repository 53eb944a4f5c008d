SELECT CASE WHEN (brand_day.is_own IS true) THEN 'us' ELSE brand_day.entity END AS category, count(*) AS rows, CAST(sum(brand_day.value) AS DOUBLE PRECISION) AS weight
FROM brand_day
WHERE brand_day.day >= '2026-05-11' AND brand_day.day < '2026-05-18' AND brand_day.signal_kind = 'search_index' AND brand_day.value IS NOT NULL GROUP BY CASE WHEN (brand_day.is_own IS true) THEN 'us' ELSE brand_day.entity END ORDER BY weight DESC, CASE WHEN (brand_day.is_own IS true) THEN 'us' ELSE brand_day.entity END
