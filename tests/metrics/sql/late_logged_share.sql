SELECT sum(CASE WHEN (attempt_now.is_late_logged IS true) THEN 1 ELSE 0 END) AS late_logged_share_hits, sum(CASE WHEN (attempt_now.is_late_logged IS NOT NULL) THEN 1 ELSE 0 END) AS late_logged_share_tries
FROM attempt_now
WHERE attempt_now.done_on >= '2026-05-11' AND attempt_now.done_on < '2026-05-18' AND (attempt_now.source IN ('web') OR attempt_now.source IS NULL) AND attempt_now.is_late_logged IS NOT NULL
