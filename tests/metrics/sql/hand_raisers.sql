SELECT count(DISTINCT CASE WHEN (touch_now.is_hand_raise IS true AND touch_now.person_id IS NOT NULL) THEN touch_now.person_id END) AS hand_raisers, sum(CASE WHEN (touch_now.is_hand_raise IS true AND touch_now.person_id IS NOT NULL) THEN 1 ELSE 0 END) AS hand_raisers_rows
FROM touch_now
WHERE touch_now.touched_on >= '2026-05-11' AND touch_now.touched_on < '2026-05-18' AND (touch_now.source IN ('web') OR touch_now.source IS NULL) AND touch_now.is_hand_raise IS true AND touch_now.person_id IS NOT NULL
