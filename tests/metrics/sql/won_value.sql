SELECT sum(CASE WHEN (deal.outcome = 'won' AND deal.is_new_business IS true AND deal.amount_base IS NOT NULL) THEN deal.amount_base ELSE 0 END) AS won_value, sum(CASE WHEN (deal.outcome = 'won' AND deal.is_new_business IS true AND deal.amount_base IS NOT NULL) THEN 1 ELSE 0 END) AS won_value_rows
FROM deal
WHERE deal.closed_on >= '2026-05-11' AND deal.closed_on < '2026-05-18' AND (deal.source IN ('web') OR deal.source IS NULL) AND deal.outcome = 'won' AND deal.is_new_business IS true AND deal.amount_base IS NOT NULL
