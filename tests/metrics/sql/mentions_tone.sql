SELECT brand_day.sentiment AS category, count(*) AS rows, CAST(sum(brand_day.value) AS DOUBLE PRECISION) AS weight
FROM brand_day
WHERE brand_day.day >= '2026-05-11' AND brand_day.day < '2026-05-18' AND brand_day.signal_kind = 'mentions' AND brand_day.is_own IS true AND brand_day.value IS NOT NULL GROUP BY brand_day.sentiment ORDER BY weight DESC, brand_day.sentiment
