SELECT sum(CASE WHEN (attempt_now.is_attempt IS true AND attempt_now.is_reached IS true) THEN 1 ELSE 0 END) AS connect_rate_hits, sum(CASE WHEN (attempt_now.is_attempt IS true) THEN 1 ELSE 0 END) AS connect_rate_tries
FROM attempt_now
WHERE attempt_now.done_on >= '2026-05-11' AND attempt_now.done_on < '2026-05-18' AND (attempt_now.source IN ('web') OR attempt_now.source IS NULL) AND attempt_now.is_attempt IS true
