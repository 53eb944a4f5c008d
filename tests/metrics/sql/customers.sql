SELECT count(*) AS standing
FROM customer_now
WHERE customer_now.account_id IS NOT NULL AND customer_now.started_on < '2026-05-18' AND (customer_now.churned_on IS NULL OR customer_now.churned_on >= '2026-05-18') AND (customer_now.source IN ('web') OR customer_now.source IS NULL)
