SELECT (SELECT sum(CASE WHEN (nps_now.score IS NOT NULL) THEN CASE WHEN (nps_now.score >= 9) THEN 1 WHEN (nps_now.score <= 6) THEN -1 ELSE 0 END ELSE 0 END) AS nps_balance
FROM nps_now
WHERE nps_now.answered_on >= '2026-05-11' AND nps_now.answered_on < '2026-05-18' AND (nps_now.source IN ('web') OR nps_now.source IS NULL) AND nps_now.score IS NOT NULL) AS nps_balance, (SELECT sum(CASE WHEN (nps_now.score IS NOT NULL) THEN 1 ELSE 0 END) AS nps_answers
FROM nps_now
WHERE nps_now.answered_on >= '2026-05-11' AND nps_now.answered_on < '2026-05-18' AND (nps_now.source IN ('web') OR nps_now.source IS NULL) AND nps_now.score IS NOT NULL) AS nps_answers
