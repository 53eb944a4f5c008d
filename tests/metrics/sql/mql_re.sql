SELECT sum(CASE WHEN (lead_episode.kind = 're') THEN 1 ELSE 0 END) AS mql_re, sum(CASE WHEN (lead_episode.kind = 're') THEN 1 ELSE 0 END) AS mql_re_rows
FROM lead_episode
WHERE lead_episode.mql_on >= '2026-05-11' AND lead_episode.mql_on < '2026-05-18' AND (lead_episode.source IN ('web') OR lead_episode.source IS NULL) AND lead_episode.kind = 're'
