SELECT sum(CASE WHEN (meeting_now.marketing_wins > 0 AND meeting_now.sales_wins > 0 AND meeting_now.marketing_misses > 0 AND meeting_now.sales_misses > 0) THEN 1 ELSE 0 END) AS balanced_review_hits, sum(CASE WHEN (meeting_now.frozen_at IS NOT NULL) THEN 1 ELSE 0 END) AS balanced_review_tries
FROM meeting_now
WHERE meeting_now.held_on >= '2026-05-11' AND meeting_now.held_on < '2026-05-18' AND meeting_now.frozen_at IS NOT NULL
