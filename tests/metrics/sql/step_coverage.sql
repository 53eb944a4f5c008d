SELECT (SELECT step_cells_covered.standing AS step_cells_covered
FROM (SELECT count(*) AS standing
FROM step_cover
WHERE step_cover.cover_id IS NOT NULL AND step_cover.since_on < '2026-05-18' AND (step_cover.until_on IS NULL OR step_cover.until_on >= '2026-05-18')) AS step_cells_covered) AS step_cells_covered, (SELECT step_cells.standing AS step_cells
FROM (SELECT count(*) AS standing
FROM step_cell
WHERE step_cell.cell_id IS NOT NULL AND step_cell.since_on < '2026-05-18' AND (step_cell.until_on IS NULL OR step_cell.until_on >= '2026-05-18')) AS step_cells) AS step_cells
