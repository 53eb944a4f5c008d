SELECT (SELECT sum(CASE WHEN (experiment_day.spend IS NOT NULL) THEN experiment_day.spend ELSE 0 END) AS experiment_cost
FROM experiment_day
WHERE experiment_day.day >= '2026-05-11' AND experiment_day.day < '2026-05-18' AND (experiment_day.source IN ('web') OR experiment_day.source IS NULL) AND experiment_day.spend IS NOT NULL) AS experiment_cost, (SELECT sum(CASE WHEN (exposure_day.cost_base IS NOT NULL) THEN exposure_day.cost_base ELSE 0 END) AS programme_cost
FROM exposure_day
WHERE exposure_day.day >= '2026-05-11' AND exposure_day.day < '2026-05-18' AND (exposure_day.channel IN ('web') OR exposure_day.channel IS NULL) AND exposure_day.cost_base IS NOT NULL) AS programme_cost
