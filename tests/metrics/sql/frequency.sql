SELECT reach_now.channel, reach_now.window_start, reach_now.window_end, reach_now.people, reach_now.dedup_scope, reach_now.campaign_id, reach_now.region, (SELECT sum(exposure_day.impressions) AS sum_1
FROM exposure_day
WHERE exposure_day.impressions IS NOT NULL AND (exposure_day.channel IN ('web') OR exposure_day.channel IS NULL) AND exposure_day.day >= reach_now.window_start AND exposure_day.day < reach_now.window_end AND (reach_now.dedup_scope = 'all' OR reach_now.channel IS NULL OR reach_now.channel = exposure_day.channel) AND (reach_now.campaign_id IS NULL OR reach_now.campaign_id = exposure_day.campaign_id) AND (reach_now.region IS NULL OR reach_now.region = exposure_day.region)) AS impressions
FROM reach_now
WHERE reach_now.window_start >= '2026-05-11' AND reach_now.window_end <= '2026-05-18' AND reach_now.people IS NOT NULL AND (reach_now.channel IN ('web') OR reach_now.channel IS NULL)
