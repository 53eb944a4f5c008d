SELECT (SELECT sum(CASE WHEN (exposure_day.impressions IS NOT NULL AND exposure_day.viewable_impressions IS NOT NULL) THEN exposure_day.viewable_impressions ELSE 0 END) AS viewable_impressions
FROM exposure_day
WHERE exposure_day.day >= '2026-05-11' AND exposure_day.day < '2026-05-18' AND (exposure_day.channel IN ('web') OR exposure_day.channel IS NULL) AND exposure_day.impressions IS NOT NULL AND exposure_day.viewable_impressions IS NOT NULL) AS viewable_impressions, (SELECT sum(CASE WHEN (exposure_day.impressions IS NOT NULL AND exposure_day.viewable_impressions IS NOT NULL) THEN exposure_day.impressions ELSE 0 END) AS measured_impressions
FROM exposure_day
WHERE exposure_day.day >= '2026-05-11' AND exposure_day.day < '2026-05-18' AND (exposure_day.channel IN ('web') OR exposure_day.channel IS NULL) AND exposure_day.impressions IS NOT NULL AND exposure_day.viewable_impressions IS NOT NULL) AS measured_impressions
