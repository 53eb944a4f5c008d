SELECT (SELECT sum(CASE WHEN (exposure_day.impressions IS NOT NULL AND exposure_day.cost_base IS NOT NULL) THEN exposure_day.cost_base ELSE 0 END) AS cost_of_showing
FROM exposure_day
WHERE exposure_day.day >= '2026-05-11' AND exposure_day.day < '2026-05-18' AND (exposure_day.channel IN ('web') OR exposure_day.channel IS NULL) AND exposure_day.impressions IS NOT NULL AND exposure_day.cost_base IS NOT NULL) AS cost_of_showing, (SELECT sum(CASE WHEN (exposure_day.impressions IS NOT NULL AND exposure_day.cost_base IS NOT NULL) THEN exposure_day.impressions ELSE 0 END) AS impressions_with_cost
FROM exposure_day
WHERE exposure_day.day >= '2026-05-11' AND exposure_day.day < '2026-05-18' AND (exposure_day.channel IN ('web') OR exposure_day.channel IS NULL) AND exposure_day.impressions IS NOT NULL AND exposure_day.cost_base IS NOT NULL) AS impressions_with_cost
