SELECT sum(CASE WHEN (lead_episode.episode_id IN (SELECT handoff_drop.episode_id
FROM handoff_drop
WHERE handoff_drop.rule IN ('D01', 'D02', 'D03') AND handoff_drop.episode_id IS NOT NULL AND handoff_drop.opens_at < TIMESTAMP '2026-05-22 18:00:00')) THEN 1 ELSE 0 END) AS routing_failure_share_hits, sum(CASE WHEN (lead_episode.mql_at IS NOT NULL) THEN 1 ELSE 0 END) AS routing_failure_share_tries
FROM lead_episode
WHERE lead_episode.mql_on >= '2026-05-11' AND lead_episode.mql_on < '2026-05-18' AND (lead_episode.source IN ('web') OR lead_episode.source IS NULL) AND lead_episode.mql_at IS NOT NULL
