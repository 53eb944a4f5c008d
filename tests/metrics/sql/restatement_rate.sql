SELECT (SELECT sum(CASE WHEN (frozen_now.moved_share IS NOT NULL) THEN frozen_now.moved_share ELSE 0 END) AS moved_shares
FROM frozen_now
WHERE frozen_now.held_on >= '2026-05-11' AND frozen_now.held_on < '2026-05-18' AND frozen_now.moved_share IS NOT NULL) AS moved_shares, (SELECT sum(CASE WHEN (frozen_now.moved_share IS NOT NULL) THEN 1 ELSE 0 END) AS numbers_restated
FROM frozen_now
WHERE frozen_now.held_on >= '2026-05-11' AND frozen_now.held_on < '2026-05-18' AND frozen_now.moved_share IS NOT NULL) AS numbers_restated
