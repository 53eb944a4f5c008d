SELECT sum(deal.amount_base) AS stalled_value, count(*) AS standing
FROM deal
WHERE (deal.outcome = 'open' OR deal.closed_on IS NOT NULL) AND deal.stalled_on < '2026-05-18' AND (deal.closed_on IS NULL OR deal.closed_on >= '2026-05-18') AND (deal.source IN ('web') OR deal.source IS NULL)
