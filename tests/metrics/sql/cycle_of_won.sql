SELECT quantile_cont(cases.value, 0.5) AS cycle_of_won, count(*) AS cases
FROM (SELECT CAST(deal.cycle_days AS DOUBLE PRECISION) AS value
FROM deal
WHERE deal.closed_on >= '2026-05-11' AND deal.closed_on < '2026-05-18' AND deal.outcome = 'won' AND deal.is_new_business IS true AND deal.cycle_days IS NOT NULL AND (deal.source IN ('web') OR deal.source IS NULL)) AS cases
