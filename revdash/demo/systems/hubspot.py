"""HubSpot: where marketing works: contacts, companies and what people sent through forms."""

from collections.abc import Iterator

from revdash.demo.dice import dice, pick
from revdash.demo.lives import Account, Episode, Life
from revdash.demo.places import REGIONS
from revdash.demo.systems.ids import company, contact, email_of, sf_campaign
from revdash.demo.systems.lines import Cell, Cells, Line, Sheet
from revdash.demo.world import World

# What HubSpot calls a source, and what the company means by it.
SOURCES = {
    "Paid Search": "paid_search",
    "Organic Search": "organic",
    "Paid Social": "paid_social",
    "Webinar": "webinar",
    "Trade show": "event",
    "Referral": "referral",
    "Demo request": "demo_request",
    "Partner": "partner",
}
SAID = {ours: theirs for theirs, ours in SOURCES.items()}
FORMS = {  # the form's title, and what filling it in is
    "Talk to sales": "contact_sales",
    "See prices": "pricing_request",
    "Book a demo": "demo_request",
    "Get the guide": "content_download",
    "Stay in touch": "form_submit",
}
_FORM_OF = {kind: (number, title) for number, (title, kind) in enumerate(FORMS.items(), 1)}
_SCORING = "fit-and-engagement-1"
_ROLES = {"Operations lead": 0.34, "Service manager": 0.30, "IT manager": 0.16, "Owner": 0.20}
_SENIORITIES = {"manager": 0.5, "director": 0.3, "staff": 0.2}


def _contacts(world: World) -> Iterator[Line]:
    for life in world.lives:
        known = _person(life)
        key = f"{life.lead.number}"
        yield Line(life.lead.arrived_at, key, known)
        for episode in life.episodes:
            known = known | _handed(episode)
            yield Line(episode.mql_at, key, known)


def _person(life: Life) -> dict[str, Cell]:
    lead, account = life.lead, life.lead.account
    rng = dice("person", lead.number)
    return {
        "hs_object_id": contact(lead),
        "email": email_of(lead),
        "firstname": "Lead",
        "lastname": f"{lead.number:05d}",
        "associatedcompanyid": company(account),
        "company": account.name,
        "jobtitle": pick(rng, _ROLES),
        "hs_seniority": pick(rng, _SENIORITIES),
        "country": account.country,
        "sales_region": account.region,
        "market_segment": account.segment,
        "hs_timezone": REGIONS[account.region].zone.key,
        "hs_legal_basis": "Freely given consent from contact",
        "createdate": lead.arrived_at,
        "hs_lifecyclestage_lead_date": lead.arrived_at,
        "lead_source": SAID[lead.channel],
        "lead_source_campaign_id": sf_campaign(lead.campaign),
    }


def _handed(episode: Episode) -> dict[str, Cell]:
    return {
        "hs_lifecyclestage_marketingqualifiedlead_date": episode.mql_at,
        "lead_tier": episode.tier,
        "hubspotscore": episode.score,
        "scoring_version": _SCORING,
    }


def _companies(world: World) -> Iterator[Line]:
    met: set[int] = set()
    for life in world.lives:
        account = life.lead.account
        if account.number not in met:
            met.add(account.number)
            yield Line(life.lead.arrived_at, f"{account.number}", _company(account))


def _company(account: Account) -> Cells:
    return {
        "hs_object_id": company(account),
        "name": account.name,
        "domain": account.domain,
        "industry": account.industry,
        "country": account.country,
        "numberofemployees": account.employees,
        "sales_region": account.region,
        "market_segment": account.segment,
        "hs_is_target_account": account.segment == "ENT",
    }


def _submissions(world: World) -> Iterator[Line]:
    for life in world.lives:
        for number, touch in enumerate(life.touches, 1):
            if touch.kind not in _FORM_OF:
                continue
            form, title = _FORM_OF[touch.kind]
            conversion = f"{life.lead.number:05d}-{number}"
            yield Line(
                touch.at,
                conversion,
                {
                    "contact_id": contact(life.lead),
                    "form_id": f"form-{form}",
                    "conversion_id": conversion,
                    "timestamp": touch.at,
                    "title": title,
                },
            )


SHEETS = (
    Sheet(
        "hubspot-crm-exports-companies",
        (
            *("hs_object_id", "name", "domain", "industry", "country", "numberofemployees"),
            *("sales_region", "market_segment", "hs_is_target_account"),
        ),
        _companies,
    ),
    Sheet(
        "hubspot-crm-exports-contacts",
        (
            *("hs_object_id", "email", "firstname", "lastname", "associatedcompanyid", "company"),
            *("jobtitle", "hs_seniority", "country", "sales_region", "market_segment"),
            *("hs_timezone", "hs_legal_basis", "createdate", "hs_lifecyclestage_lead_date"),
            *("lead_source", "lead_source_campaign_id"),
            "hs_lifecyclestage_marketingqualifiedlead_date",
            *("lead_tier", "hubspotscore", "scoring_version"),
        ),
        _contacts,
    ),
    Sheet(
        "hubspot-form-submissions",
        ("contact_id", "form_id", "conversion_id", "timestamp", "title"),
        _submissions,
    ),
)
