SELECT (SELECT open_in_quarter.open_in_quarter AS open_in_quarter
FROM (SELECT sum(deal.amount_base) AS open_in_quarter, count(*) AS standing
FROM deal
WHERE deal.is_new_business IS true AND (deal.outcome = 'open' OR deal.closed_on IS NOT NULL) AND deal.created_on < '2026-05-18' AND (deal.closed_on IS NULL OR deal.closed_on >= '2026-05-18') AND (deal.source IN ('web') OR deal.source IS NULL) AND deal.expected_close_on >= '2026-04-01' AND deal.expected_close_on < '2026-07-01') AS open_in_quarter) AS open_in_quarter
