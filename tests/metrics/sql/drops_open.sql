SELECT (SELECT active_leads.standing AS active_leads
FROM (SELECT count(*) AS standing
FROM lead_episode
WHERE lead_episode.mql_at IS NOT NULL AND lead_episode.mql_on < '2026-05-18' AND (lead_episode.closed_on IS NULL OR lead_episode.closed_on >= '2026-05-18') AND (lead_episode.source IN ('web') OR lead_episode.source IS NULL)) AS active_leads) AS active_leads, (SELECT owed_leads.standing AS owed_leads
FROM (SELECT count(*) AS standing
FROM drop_shown
WHERE drop_shown.rule IN ('D15', 'D16', 'D17', 'D18') AND drop_shown.subject LIKE 'lead:%%' AND drop_shown.from_at <= TIMESTAMP '2026-05-22 18:00:00' AND drop_shown.from_on < '2026-05-18' AND (drop_shown.until_on IS NULL OR drop_shown.until_on >= '2026-05-18') AND (drop_shown.source IN ('web') OR drop_shown.source IS NULL)) AS owed_leads) AS owed_leads, (SELECT drops_weighed.drops_weighed AS drops_weighed
FROM (SELECT sum(drop_shown.weight) AS drops_weighed, count(*) AS standing
FROM drop_shown
WHERE drop_shown.from_at <= TIMESTAMP '2026-05-22 18:00:00' AND drop_shown.from_on < '2026-05-18' AND (drop_shown.until_on IS NULL OR drop_shown.until_on >= '2026-05-18') AND (drop_shown.source IN ('web') OR drop_shown.source IS NULL)) AS drops_weighed) AS drops_weighed
