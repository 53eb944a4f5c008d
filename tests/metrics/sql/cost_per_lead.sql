SELECT (SELECT sum(CASE WHEN (exposure_day.cost_base IS NOT NULL) THEN exposure_day.cost_base ELSE 0 END) AS programme_cost
FROM exposure_day
WHERE exposure_day.day >= '2026-05-11' AND exposure_day.day < '2026-05-18' AND (exposure_day.channel IN ('web') OR exposure_day.channel IS NULL) AND exposure_day.cost_base IS NOT NULL) AS programme_cost, (SELECT sum(CASE WHEN (lead_start.lead_on IS NOT NULL) THEN 1 ELSE 0 END) AS leads_new
FROM lead_start
WHERE lead_start.lead_on >= '2026-05-11' AND lead_start.lead_on < '2026-05-18' AND (lead_start.source IN ('web') OR lead_start.source IS NULL) AND lead_start.lead_on IS NOT NULL) AS leads_new
