SELECT sum(CASE WHEN (verdict_now.is_reason_valid IS NOT true) THEN 1 ELSE 0 END) AS other_reason_share_hits, sum(CASE WHEN (verdict_now.verdict_id IS NOT NULL) THEN 1 ELSE 0 END) AS other_reason_share_tries
FROM verdict_now
WHERE verdict_now.decided_on >= '2026-05-11' AND verdict_now.decided_on < '2026-05-18' AND (verdict_now.source IN ('web') OR verdict_now.source IS NULL) AND verdict_now.verdict_id IS NOT NULL
