SELECT (SELECT sum(CASE WHEN (exposure_day.cost_base IS NOT NULL) THEN exposure_day.cost_base ELSE 0 END) AS programme_cost
FROM exposure_day
WHERE exposure_day.day >= '2026-05-11' AND exposure_day.day < '2026-05-18' AND (exposure_day.channel IN ('web') OR exposure_day.channel IS NULL) AND exposure_day.cost_base IS NOT NULL) AS programme_cost, (SELECT sum(CASE WHEN (lead_episode.kind != 'expansion') THEN 1 ELSE 0 END) AS mql_all
FROM lead_episode
WHERE lead_episode.mql_on >= '2026-05-11' AND lead_episode.mql_on < '2026-05-18' AND (lead_episode.source IN ('web') OR lead_episode.source IS NULL) AND lead_episode.kind != 'expansion') AS mql_all
