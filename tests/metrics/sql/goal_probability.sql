SELECT told_reading.value AS goal_probability, told_reading.low, told_reading.high, told_reading.sample, told_reading.hits, told_reading.as_on
FROM told_reading
WHERE told_reading.metric = 'goal_probability' AND told_reading.segment IS NULL AND told_reading.team IS NULL AND told_reading.side IS NULL AND told_reading.item IS NULL AND told_reading.as_on < '2026-05-18' ORDER BY told_reading.as_on DESC
 LIMIT 1
