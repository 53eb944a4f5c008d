"""Words: what the systems' own words mean at the demo company, as its people would say it."""

from collections.abc import Mapping

from revdash.demo.systems.hubspot import FORMS, SOURCES
from revdash.demo.systems.market import COUNTRIES
from revdash.demo.systems.salesforce import RESPONSES
from revdash.demo.systems.selling import LOSSES

_SEARCH, _SOCIAL = {"Google Ads": "paid_search"}, {"LinkedIn": "paid_social"}

DEMO_WORDS: dict[tuple[str, str], Mapping[str, str]] = {  # by source and 'table.field'
    ("hubspot", "person.source"): SOURCES,
    ("hubspot", "lifecycle_event.source"): SOURCES,
    ("hubspot", "touch.touch_type"): FORMS,
    ("salesforce", "person.source"): SOURCES,
    ("salesforce", "lifecycle_event.source"): SOURCES,
    ("salesforce", "touch.touch_type"): RESPONSES,
    ("salesforce", "opportunity.lead_source"): {**SOURCES, "Outbound": "outbound"},
    ("salesforce", "opportunity.reason_code"): LOSSES,
    ("ga4", "brand_signal.market"): COUNTRIES,
    ("google_ads", "channel_day.channel"): _SEARCH,
    ("google_ads", "campaign.channel"): _SEARCH,
    ("linkedin_ads", "channel_day.channel"): _SOCIAL,
    ("linkedin_ads", "campaign.channel"): _SOCIAL,
}
