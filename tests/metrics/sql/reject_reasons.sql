SELECT verdict_now.reason AS category, count(*) AS rows, CAST(sum(1) AS DOUBLE PRECISION) AS weight
FROM verdict_now
WHERE verdict_now.decided_on >= '2026-05-11' AND verdict_now.decided_on < '2026-05-18' AND verdict_now.verdict_id IS NOT NULL AND (verdict_now.source IN ('web') OR verdict_now.source IS NULL) GROUP BY verdict_now.reason ORDER BY weight DESC, verdict_now.reason
