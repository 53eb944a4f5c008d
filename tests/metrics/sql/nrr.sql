SELECT (SELECT arr_now.arr_now AS arr_now
FROM (SELECT sum(CASE WHEN (revenue_stay.arr_before IS NOT NULL AND revenue_stay.arr_now IS NOT NULL) THEN revenue_stay.arr_now END) AS arr_now, count(*) AS standing
FROM revenue_stay
WHERE (revenue_stay.arr_before > 0 OR revenue_stay.arr_before IS NULL) AND revenue_stay.since_on < '2026-05-18' AND (revenue_stay.until_on IS NULL OR revenue_stay.until_on >= '2026-05-18') AND (revenue_stay.source IN ('web') OR revenue_stay.source IS NULL)) AS arr_now) AS arr_now, (SELECT arr_before.arr_before AS arr_before
FROM (SELECT sum(CASE WHEN (revenue_stay.arr_before IS NOT NULL AND revenue_stay.arr_now IS NOT NULL) THEN revenue_stay.arr_before END) AS arr_before, count(*) AS standing
FROM revenue_stay
WHERE (revenue_stay.arr_before > 0 OR revenue_stay.arr_before IS NULL) AND revenue_stay.since_on < '2026-05-18' AND (revenue_stay.until_on IS NULL OR revenue_stay.until_on >= '2026-05-18') AND (revenue_stay.source IN ('web') OR revenue_stay.source IS NULL)) AS arr_before) AS arr_before
