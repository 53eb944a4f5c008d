SELECT quantile_cont(cases.value, 0.5) AS close_date_slip, count(*) AS cases
FROM (SELECT CAST(sum(close_date_move.days) AS DOUBLE PRECISION) AS value
FROM close_date_move
WHERE close_date_move.moved_on >= '2026-05-11' AND close_date_move.moved_on < '2026-05-18' AND close_date_move.days > 0 AND close_date_move.days IS NOT NULL AND (close_date_move.source IN ('web') OR close_date_move.source IS NULL) GROUP BY close_date_move.opportunity_id) AS cases
