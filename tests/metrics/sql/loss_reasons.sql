SELECT deal.reason AS category, count(*) AS rows, CAST(sum(1) AS DOUBLE PRECISION) AS weight
FROM deal
WHERE deal.closed_on >= '2026-05-11' AND deal.closed_on < '2026-05-18' AND deal.outcome = 'lost' AND deal.is_new_business IS true AND (deal.source IN ('web') OR deal.source IS NULL) GROUP BY deal.reason ORDER BY weight DESC, deal.reason
