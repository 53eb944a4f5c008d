SELECT sum(CASE WHEN (lead_start.lead_on IS NOT NULL) THEN 1 ELSE 0 END) AS leads_new, sum(CASE WHEN (lead_start.lead_on IS NOT NULL) THEN 1 ELSE 0 END) AS leads_new_rows
FROM lead_start
WHERE lead_start.lead_on >= '2026-05-11' AND lead_start.lead_on < '2026-05-18' AND (lead_start.source IN ('web') OR lead_start.source IS NULL) AND lead_start.lead_on IS NOT NULL
