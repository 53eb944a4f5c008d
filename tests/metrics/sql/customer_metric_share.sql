SELECT (SELECT tagged_customer.standing AS tagged_customer
FROM (SELECT count(*) AS standing
FROM tagged_stay
WHERE tagged_stay.orientation = 'customer' AND tagged_stay.since_on < '2026-05-18' AND (tagged_stay.until_on IS NULL OR tagged_stay.until_on >= '2026-05-18')) AS tagged_customer) AS tagged_customer, (SELECT tagged.standing AS tagged
FROM (SELECT count(*) AS standing
FROM tagged_stay
WHERE tagged_stay.orientation IS NOT NULL AND tagged_stay.since_on < '2026-05-18' AND (tagged_stay.until_on IS NULL OR tagged_stay.until_on >= '2026-05-18')) AS tagged) AS tagged
