SELECT reach_now.channel, reach_now.window_start, reach_now.window_end, reach_now.people, reach_now.dedup_scope, reach_now.campaign_id, reach_now.region
FROM reach_now
WHERE reach_now.window_start >= '2026-05-11' AND reach_now.window_end <= '2026-05-18' AND reach_now.people IS NOT NULL AND (reach_now.channel IN ('web') OR reach_now.channel IS NULL)
