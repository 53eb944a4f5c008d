SELECT sum(CASE WHEN (deal.is_new_business IS true) THEN 1 ELSE 0 END) AS opps_created, sum(CASE WHEN (deal.is_new_business IS true) THEN 1 ELSE 0 END) AS opps_created_rows
FROM deal
WHERE deal.accepted_on >= '2026-05-11' AND deal.accepted_on < '2026-05-18' AND (deal.source IN ('web') OR deal.source IS NULL) AND deal.is_new_business IS true
