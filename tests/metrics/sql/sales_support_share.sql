SELECT work_now.scope AS category, count(*) AS rows, CAST(sum(work_now.hours) AS DOUBLE PRECISION) AS weight
FROM work_now
WHERE work_now.worked_on >= '2026-05-11' AND work_now.worked_on < '2026-05-18' AND work_now.hours IS NOT NULL GROUP BY work_now.scope ORDER BY weight DESC, work_now.scope
