SELECT exposure_day.objective AS category, count(*) AS rows, CAST(sum(exposure_day.cost_base) AS DOUBLE PRECISION) AS weight
FROM exposure_day
WHERE exposure_day.day >= '2026-05-11' AND exposure_day.day < '2026-05-18' AND exposure_day.cost_base IS NOT NULL AND (exposure_day.channel IN ('web') OR exposure_day.channel IS NULL) GROUP BY exposure_day.objective ORDER BY weight DESC, exposure_day.objective
