"""What follows the episodes of a company of any size: drops, touches, verdicts, customers, people.

Like the episodes themselves the rows are written directly, each table in the order a rebuild
lays it in; what the rules find themselves is measured by `bench.drops`.
"""

_CUTS = "source, channel, campaign_id, campaign, segment, region"
_HELD = "tier, kind, owner_user_id, owner, team"

# One lead in eleven is open and late; of the others every second was once, and was dealt with.
_FIRED = """
CREATE TEMP TABLE fired AS
SELECT 'D04|lead:' || episode_id || '|' || strftime(due_at, '%Y-%m-%dT%H:%M:%SZ')
           AS instance_key,
       'D04' AS rule, one_of(i, 41, ['critical', 'high', 'high', 'medium']) AS severity,
       one_of(i, 42, ['sales', 'sales', 'sales', 'marketing']) AS side,
       'lead:' || episode_id AS subject, person_id, episode_id,
       CASE WHEN i % 10 = 0 THEN opportunity_id END AS opportunity_id, account_id, account_name,
       CASE severity WHEN 'critical' THEN 4.0 WHEN 'high' THEN 2.0 ELSE 1.0 END AS weight,
       4 AS precedence, mql_at AS from_at, due_at AS opens_at, due_on AS opened_on,
       CASE WHEN i % 11 > 0 THEN later(due_at, 3600 * (1 + 60 * dice(i, 43))) END AS resolved_at,
       CAST(resolved_at AS DATE) AS resolved_on,
       CASE WHEN resolved_at IS NOT NULL THEN 'an attempt' END AS resolved_by, calendar_id,
       dice(i, 44) * 40000 AS resolution_seconds, clock_offset_seconds AS
       resolution_offset_seconds, CUTS, HELD, amount_base
FROM (SELECT *, CAST(substr(person_id, 7) AS BIGINT) AS i FROM lead_episode)
WHERE i % 11 = 0 OR i % 2 = 0
"""
# One open drop in twenty is a deal's, half of these the deal of a lead that is dropped too.
_OF_DEALS = """
INSERT INTO fired BY NAME
SELECT * REPLACE (
    'D21|deal:' || episode_id || substr(instance_key, -21) AS instance_key, 'D21' AS rule,
    'deal:' || episode_id AS subject, 21 AS precedence,
    coalesce(opportunity_id, 'bench:deal:' || episode_id) AS opportunity_id,
    CASE WHEN hash(episode_id) % 2 = 0 THEN episode_id END AS episode_id,
    50000.0 AS amount_base)
FROM fired
WHERE resolved_at IS NULL AND hash(episode_id) % 20 = 0
"""
_DROPS = "INSERT INTO handoff_drop BY NAME SELECT * FROM fired ORDER BY opens_at, instance_key"
_SHOWN = """
INSERT INTO drop_shown BY NAME
SELECT instance_key, rule, severity, side, subject, person_id, episode_id, opportunity_id,
       account_id, account_name, weight, opens_at, calendar_id,
       later(opens_at, 1e-6) AS from_at, resolved_at AS until_at, opened_on AS from_on,
       resolved_on AS until_on, CUTS, HELD, amount_base
FROM fired ORDER BY opens_at, instance_key
"""
_RULES = """
INSERT INTO drop_rule_told BY NAME SELECT 'D' || lpad('' || (range + 1), 2, '0') AS rule
FROM range(24)
"""
_VERDICTS = """
INSERT INTO verdict_now BY NAME
SELECT episode_id AS verdict_id, person_id, episode_id, account_name,
       CASE WHEN rejected_at IS NOT NULL THEN 'refused' ELSE 'recycled' END AS verdict,
       closed_at AS decided_at, CAST(closed_at AS DATE) AS decided_on, reason_code,
       reason_code AS reason, 'fit' AS reason_class, reason_code <> 'junk' AS is_reason_valid,
       false AS is_no_contact_required, attempts AS attempts_before, CUTS, HELD
FROM lead_episode WHERE rejected_at IS NOT NULL OR recycled_at IS NOT NULL
ORDER BY decided_on, verdict_id
"""
_TOUCHES = """
INSERT INTO touch_now BY NAME
SELECT episode_id || ':' || nth AS event_key, person_id, account_id, account_name,
       hash(account_id) % 3 = 0 AS is_target, 'visit' AS touch_type,
       later(lead_at, -86400 * nth * 3) AS event_at, CAST(event_at AS DATE) AS touched_on,
       true AS is_eligible, nth = 0 AS is_hand_raise, 'asset:' || hash(person_id) % 60 AS asset_id,
       'Asset ' || hash(person_id) % 60 AS asset, 'problem' AS message_phase,
       nth = 0 AS is_first_of_asset, mql_at AS next_step_at, CUTS
FROM lead_episode, (VALUES (0), (1), (2)) AS times(nth)
ORDER BY touched_on
"""
_QUESTIONS = """
INSERT INTO question_now BY NAME
SELECT 'question:' || episode_id AS event_key, person_id, account_name,
       'marketing' AS asked_by_team, 'Why?' AS question, closed_at AS asked_at,
       CAST(closed_at AS DATE) AS asked_on, closed_at + to_days(2) AS due_at,
       CAST(due_at AS DATE) AS due_on, closed_at + to_days(1) AS answered_at,
       true AS is_answered_in_time, CUTS, HELD
FROM lead_episode WHERE closed_at IS NOT NULL AND hash(episode_id) % 50 = 0
ORDER BY asked_on
"""
_DEMOS = """
INSERT INTO demo_now BY NAME
SELECT 'demo:' || episode_id AS demo_id, person_id, episode_id, account_name, sql_at AS booked_at,
       CAST(booked_at AS DATE) AS booked_on, sql_at + to_days(3) AS ends_at,
       CAST(ends_at AS DATE) AS due_on, 'held' AS outcome, ends_at AS held_at, due_on AS held_on,
       sql_at, false AS is_sql_before, CUTS, HELD
FROM lead_episode WHERE sql_at IS NOT NULL
ORDER BY due_on
"""
_CUSTOMERS = """
INSERT INTO customer_now BY NAME
SELECT account_id, any_value(account_name) AS account_name, min(won_on) AS started_on,
       min(won_at) AS started_at, any_value(opportunity_id) AS opportunity_id,
       'marketing' AS sourced_by, any_value(owner) AS owner, any_value(team) AS team,
       any_value(source) AS source, any_value(channel) AS channel,
       any_value(campaign_id) AS campaign_id, any_value(campaign) AS campaign,
       any_value(segment) AS segment, any_value(region) AS region
FROM lead_episode WHERE won_on IS NOT NULL GROUP BY account_id
"""
_STAYS = """
INSERT INTO revenue_stay BY NAME
SELECT account_id || ':' || nth AS stay_id, account_id, account_name,
       started_on + CAST(365 * nth AS INTEGER) AS since_on,
       CASE WHEN nth < 2 THEN since_on + 365 END AS until_on,
       CASE WHEN nth > 0 THEN 10000.0 END AS arr_before, 10000.0 + 500 * nth AS arr_now,
       sourced_by, owner, team, CUTS
FROM customer_now, (VALUES (0), (1), (2)) AS years(nth)
ORDER BY since_on
"""
_NPS = """
INSERT INTO nps_now BY NAME
SELECT account_id || ':' || nth AS event_key, account_id, account_name, 'wave ' || nth AS wave,
       CAST(hash(account_id || nth) % 11 AS BIGINT) AS score, 'user' AS respondent_role,
       DATE '2025-05-01' + CAST(120 * nth AS INTEGER) AS answered_on, sourced_by, owner, team,
       CUTS
FROM customer_now, (VALUES (0), (1), (2)) AS waves(nth)
ORDER BY answered_on
"""
_NEEDS = """
INSERT INTO need_now BY NAME
SELECT 'need:' || account_id AS event_key, account_id, account_name, 'customer call' AS source_kind,
       'speed' AS theme, 'faster' AS need, started_at AS captured_at, started_on AS captured_on,
       started_at + to_days(30) AS due_at, CAST(due_at AS DATE) AS due_on, CUTS
FROM customer_now WHERE hash(account_id) % 10 = 0
ORDER BY captured_on
"""
_WORK = """
INSERT INTO work_now BY NAME
SELECT 'work:' || days.range || ':' || who.range AS event_key,
       DATE '2023-05-22' + CAST(days.range AS INTEGER) AS worked_on, 4.0 AS hours,
       'content' AS work_kind,
       ['one deal', 'segment', 'whole market', 'enablement for all'][1 + who.range % 4] AS scope,
       'Seller ' || who.range AS requested_by, 'north' AS region
FROM range(1092) AS days, range(12) AS who
ORDER BY worked_on
"""
PEOPLE = """
INSERT INTO person BY NAME
SELECT person_id AS event_key, person_id, 'Person ' || person_id AS full_name, source,
       1 AS batch_id, false AS retracted, mql_at AS loaded_at
FROM lead_episode
"""
_WORDS = """
INSERT INTO person_word BY NAME
SELECT unnest(['person', person_id]) AS word, person_id, true AS is_name FROM lead_episode
"""
_WRITTEN = (
    *(_FIRED, _OF_DEALS, _DROPS, _SHOWN, "DROP TABLE fired", _RULES, _VERDICTS, _TOUCHES),
    *(_QUESTIONS, _DEMOS, _CUSTOMERS, _STAYS, _NPS, _NEEDS, _WORK, PEOPLE, _WORDS),
)
FOLLOWED = tuple(one.replace("CUTS", _CUTS).replace("HELD", _HELD) for one in _WRITTEN)
