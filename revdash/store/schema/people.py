"""People: accounts, persons, merges, users, teams and absences."""

from revdash.store.schema.columns import day, facts, flag, instant, number, text, whole

account = facts(
    "account",
    "One row is a version of one company as one source system knows it.",
    text("account_id"),
    text("name"),
    text("domain"),
    text("parent_account_id"),
    text("segment"),
    text("industry"),
    text("country"),
    text("region"),
    whole("employees"),
    number("annual_revenue"),
    flag("is_target"),
    text("target_list_version"),
    text("owner_user_id"),
    text("icp_fit"),
    day("customer_since"),
)

person = facts(
    "person",
    "One row is a version of one human as one source system knows it; names live only here.",
    text("person_id"),
    text("full_name"),
    text("email"),
    text("email_hash"),
    text("account_id"),
    text("company_name"),
    text("job_role"),
    text("seniority"),
    text("country"),
    text("region"),
    text("segment"),
    text("zone"),
    instant("created_at"),
    text("source"),
    text("source_detail"),
    text("owner_user_id"),
    text("consent_state"),
    flag("is_employee"),
    flag("is_test"),
)

person_alias = facts(
    "person_alias",
    "One row says that one person id is the same human as another, from an instant on.",
    text("alias_id"),
    text("person_id"),
    text("reason"),
    instant("event_at"),
)

app_user = facts(
    "app_user",
    "One row is a version of one user, queue or bot that can own records in a source system.",
    text("user_id"),
    text("name"),
    text("email"),
    text("role"),
    text("kind"),  # human, queue, bot
    text("team_id"),
    text("region"),
    text("calendar_id"),
    text("manager_id"),
    instant("active_from"),
    instant("active_to"),
)

team = facts(
    "team",
    "One row is a version of one team of marketing, sales, CS, RevOps or product.",
    text("team_id"),
    text("name"),
    text("side"),
    text("parent_team_id"),
)

team_membership = facts(
    "team_membership",
    "One row is one user's time in one team.",
    text("user_id"),
    text("team_id"),
    instant("from_at"),
    instant("until_at"),
)

user_absence = facts(
    "user_absence",
    "One row is one stretch of days a user is away.",
    text("user_id"),
    day("from_on"),
    day("until_on"),
    text("absence_kind"),
    text("delegate_user_id"),
)
