SELECT sum(CASE WHEN (brand_day.signal_kind = 'branded_impressions' AND brand_day.is_own IS true AND brand_day.value IS NOT NULL) THEN brand_day.value ELSE 0 END) AS branded_impressions, sum(CASE WHEN (brand_day.signal_kind = 'branded_impressions' AND brand_day.is_own IS true AND brand_day.value IS NOT NULL) THEN 1 ELSE 0 END) AS branded_impressions_rows
FROM brand_day
WHERE brand_day.day >= '2026-05-11' AND brand_day.day < '2026-05-18' AND brand_day.signal_kind = 'branded_impressions' AND brand_day.is_own IS true AND brand_day.value IS NOT NULL
