SELECT touch_now.message_phase AS category, count(*) AS rows, CAST(sum(1) AS DOUBLE PRECISION) AS weight
FROM touch_now
WHERE touch_now.touched_on >= '2026-05-11' AND touch_now.touched_on < '2026-05-18' AND touch_now.is_eligible IS true AND touch_now.asset_id IS NOT NULL AND (touch_now.source IN ('web') OR touch_now.source IS NULL) GROUP BY touch_now.message_phase ORDER BY weight DESC, touch_now.message_phase
