SELECT sum(CASE WHEN (verdict_now.verdict = 'refused' AND verdict_now.disputed_at IS NOT NULL AND verdict_now.disputed_at <= TIMESTAMP '2026-05-22 18:00:00' AND verdict_now.disputed_at <= verdict_now.dispute_due_at) THEN 1 ELSE 0 END) AS dispute_rate_hits, sum(CASE WHEN (verdict_now.verdict = 'refused') THEN 1 ELSE 0 END) AS dispute_rate_tries
FROM verdict_now
WHERE verdict_now.decided_on >= '2026-05-11' AND verdict_now.decided_on < '2026-05-18' AND (verdict_now.source IN ('web') OR verdict_now.source IS NULL) AND verdict_now.verdict = 'refused'
