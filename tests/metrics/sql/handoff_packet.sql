SELECT sum(CASE WHEN (lead_episode.kind != 'expansion' AND lead_episode.packet_missing IS NOT NULL AND lead_episode.packet_missing = 0) THEN 1 ELSE 0 END) AS handoff_packet_hits, sum(CASE WHEN (lead_episode.kind != 'expansion' AND lead_episode.packet_missing IS NOT NULL) THEN 1 ELSE 0 END) AS handoff_packet_tries
FROM lead_episode
WHERE lead_episode.mql_on >= '2026-05-11' AND lead_episode.mql_on < '2026-05-18' AND (lead_episode.source IN ('web') OR lead_episode.source IS NULL) AND lead_episode.kind != 'expansion' AND lead_episode.packet_missing IS NOT NULL
