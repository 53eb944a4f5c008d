SELECT count(*) AS standing
FROM lead_episode
WHERE (lead_episode.is_clock_excluded IS false OR lead_episode.clock_start_at IS NULL) AND lead_episode.waiting_from_on < '2026-05-18' AND (lead_episode.waiting_until_on IS NULL OR lead_episode.waiting_until_on >= '2026-05-18') AND (lead_episode.source IN ('web') OR lead_episode.source IS NULL)
