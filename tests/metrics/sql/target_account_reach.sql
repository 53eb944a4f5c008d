SELECT (SELECT targets_touched.targets_touched AS targets_touched
FROM (SELECT count(DISTINCT CASE WHEN (touch_now.is_eligible IS true AND touch_now.is_target IS true AND touch_now.account_id IS NOT NULL) THEN touch_now.account_id END) AS targets_touched, sum(CASE WHEN (touch_now.is_eligible IS true AND touch_now.is_target IS true AND touch_now.account_id IS NOT NULL) THEN 1 ELSE 0 END) AS targets_touched_rows
FROM touch_now
WHERE touch_now.touched_on >= '2026-05-11' AND touch_now.touched_on < '2026-05-18' AND (touch_now.source IN ('web') OR touch_now.source IS NULL) AND touch_now.is_eligible IS true AND touch_now.is_target IS true AND touch_now.account_id IS NOT NULL) AS targets_touched) AS targets_touched, (SELECT targets.standing AS targets
FROM (SELECT count(*) AS standing
FROM account_now
WHERE account_now.is_target IS true AND CAST('0001-01-01' AS DATE) < '2026-05-18' AND (CAST(NULL AS DATE) IS NULL OR CAST(NULL AS DATE) >= '2026-05-18')) AS targets) AS targets
