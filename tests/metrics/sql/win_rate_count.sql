SELECT sum(CASE WHEN (deal.outcome = 'won' AND deal.is_new_business IS true) THEN 1 ELSE 0 END) AS win_rate_count_hits, sum(CASE WHEN (deal.outcome = 'won' AND deal.is_new_business IS true OR deal.outcome = 'lost' AND deal.is_new_business IS true) THEN 1 ELSE 0 END) AS win_rate_count_tries
FROM deal
WHERE deal.closed_on >= '2026-05-11' AND deal.closed_on < '2026-05-18' AND (deal.source IN ('web') OR deal.source IS NULL) AND (deal.outcome = 'won' AND deal.is_new_business IS true OR deal.outcome = 'lost' AND deal.is_new_business IS true)
