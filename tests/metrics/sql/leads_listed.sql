SELECT sum(CASE WHEN (lead_start.lead_on IS NOT NULL AND lead_start.is_listed IS true) THEN 1 ELSE 0 END) AS leads_listed, sum(CASE WHEN (lead_start.lead_on IS NOT NULL AND lead_start.is_listed IS true) THEN 1 ELSE 0 END) AS leads_listed_rows
FROM lead_start
WHERE lead_start.lead_on >= '2026-05-11' AND lead_start.lead_on < '2026-05-18' AND (lead_start.source IN ('web') OR lead_start.source IS NULL) AND lead_start.lead_on IS NOT NULL AND lead_start.is_listed IS true
