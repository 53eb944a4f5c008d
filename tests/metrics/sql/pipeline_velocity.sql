SELECT (SELECT open_deals.standing AS open_deals
FROM (SELECT count(*) AS standing
FROM deal
WHERE deal.is_new_business IS true AND (deal.outcome = 'open' OR deal.closed_on IS NOT NULL) AND deal.accepted_on < '2026-05-18' AND (deal.closed_on IS NULL OR deal.closed_on >= '2026-05-18') AND (deal.source IN ('web') OR deal.source IS NULL)) AS open_deals) AS open_deals, (SELECT win_rate_count.win_rate_count_hits AS win_rate_count
FROM (SELECT sum(CASE WHEN (deal.outcome = 'won' AND deal.is_new_business IS true) THEN 1 ELSE 0 END) AS win_rate_count_hits, sum(CASE WHEN (deal.outcome = 'won' AND deal.is_new_business IS true OR deal.outcome = 'lost' AND deal.is_new_business IS true) THEN 1 ELSE 0 END) AS win_rate_count_tries
FROM deal
WHERE deal.closed_on >= '2026-05-11' AND deal.closed_on < '2026-05-18' AND (deal.source IN ('web') OR deal.source IS NULL) AND (deal.outcome = 'won' AND deal.is_new_business IS true OR deal.outcome = 'lost' AND deal.is_new_business IS true)) AS win_rate_count) AS win_rate_count, (SELECT average_won.won_value AS average_won
FROM (SELECT (SELECT sum(CASE WHEN (deal.outcome = 'won' AND deal.is_new_business IS true AND deal.amount_base IS NOT NULL) THEN deal.amount_base ELSE 0 END) AS won_value
FROM deal
WHERE deal.closed_on >= '2026-05-11' AND deal.closed_on < '2026-05-18' AND (deal.source IN ('web') OR deal.source IS NULL) AND (deal.outcome = 'won' AND deal.is_new_business IS true AND deal.amount_base IS NOT NULL OR deal.outcome = 'won' AND deal.is_new_business IS true AND deal.amount_base IS NULL)) AS won_value, (SELECT sum(CASE WHEN (deal.outcome = 'won' AND deal.is_new_business IS true AND deal.amount_base IS NOT NULL) THEN 1 ELSE 0 END) AS average_won_of
FROM deal
WHERE deal.closed_on >= '2026-05-11' AND deal.closed_on < '2026-05-18' AND (deal.source IN ('web') OR deal.source IS NULL) AND deal.outcome = 'won' AND deal.is_new_business IS true AND deal.amount_base IS NOT NULL) AS average_won_of) AS average_won) AS average_won, (SELECT mean_cycle_won.days_to_win AS mean_cycle_won
FROM (SELECT (SELECT sum(CASE WHEN (deal.outcome = 'won' AND deal.is_new_business IS true AND deal.cycle_days IS NOT NULL) THEN deal.cycle_days ELSE 0 END) AS days_to_win
FROM deal
WHERE deal.closed_on >= '2026-05-11' AND deal.closed_on < '2026-05-18' AND (deal.source IN ('web') OR deal.source IS NULL) AND deal.outcome = 'won' AND deal.is_new_business IS true AND deal.cycle_days IS NOT NULL) AS days_to_win, (SELECT sum(CASE WHEN (deal.outcome = 'won' AND deal.is_new_business IS true AND deal.cycle_days IS NOT NULL) THEN 1 ELSE 0 END) AS mean_cycle_won_of
FROM deal
WHERE deal.closed_on >= '2026-05-11' AND deal.closed_on < '2026-05-18' AND (deal.source IN ('web') OR deal.source IS NULL) AND deal.outcome = 'won' AND deal.is_new_business IS true AND deal.cycle_days IS NOT NULL) AS mean_cycle_won_of) AS mean_cycle_won) AS mean_cycle_won
