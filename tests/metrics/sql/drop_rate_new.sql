SELECT (SELECT sum(CASE WHEN (handoff_drop.severity != 'info' AND handoff_drop.opens_at < TIMESTAMP '2026-05-22 18:00:00') THEN 1 ELSE 0 END) AS new_drops
FROM handoff_drop
WHERE handoff_drop.opened_on >= '2026-05-11' AND handoff_drop.opened_on < '2026-05-18' AND (handoff_drop.source IN ('web') OR handoff_drop.source IS NULL) AND handoff_drop.severity != 'info' AND handoff_drop.opens_at < TIMESTAMP '2026-05-22 18:00:00') AS new_drops, (SELECT sum(CASE WHEN (lead_episode.mql_at IS NOT NULL) THEN 1 ELSE 0 END) AS handoffs
FROM lead_episode
WHERE lead_episode.mql_on >= '2026-05-11' AND lead_episode.mql_on < '2026-05-18' AND (lead_episode.source IN ('web') OR lead_episode.source IS NULL) AND lead_episode.mql_at IS NOT NULL) AS handoffs
