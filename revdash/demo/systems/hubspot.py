"""HubSpot: where marketing works: contacts, companies and what people sent through forms."""

from collections.abc import Iterator
from datetime import timedelta
from operator import itemgetter

from revdash.demo.dice import dice, pick
from revdash.demo.dirt import country_told
from revdash.demo.lives import Account, Episode, Lead, Life, Touch, Twin
from revdash.demo.places import REGIONS
from revdash.demo.systems.ids import company, contact, email_of, sf_campaign, twin_contact
from revdash.demo.systems.lines import A_MONTH, Cell, Cells, Line, Sheet
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
FORM_IDS = {title: f"form-{number}" for number, title in enumerate(FORMS, 1)}
_FORM_OF = {kind: (FORM_IDS[title], title) for title, kind in FORMS.items()}
_MQL_DATE = "hs_lifecyclestage_marketingqualifiedlead_date"
_CONSENTS = {  # on what ground we may write to somebody; a few have none
    "Freely given consent from contact": 0.78,
    "Legitimate interest - prospect/lead": 0.17,
    "": 0.05,
}
_TARGET_LIST = "enterprise-2025"
_SCORING = "fit-and-engagement-1"
_ROLES = {"Operations lead": 0.34, "Service manager": 0.30, "IT manager": 0.16, "Owner": 0.20}
_SENIORITIES = {"manager": 0.5, "director": 0.3, "staff": 0.2}


def _contacts(world: World) -> Iterator[Line]:
    for life in world.lives:
        known = _person(life.lead)
        key = f"{life.lead.number}"
        yield Line(life.lead.known_at, key, known)
        merged = [(life.twin.merged_at, _merged(life.twin))] if life.twin else []
        handed = [(episode.mql_at, _handed(episode)) for episode in life.episodes]
        for at, told in sorted([*merged, *handed], key=itemgetter(0)):
            known = known | told
            yield Line(at, key, known)
        if life.twin:
            yield from _second_record(life, life.twin)


def _person(lead: Lead) -> dict[str, Cell]:
    account, rng = lead.account, dice("person", lead.number)
    return {
        "hs_object_id": contact(lead),
        "email": email_of(lead),
        "firstname": "Lead",
        "lastname": f"{lead.number:05d}",
        "associatedcompanyid": company(account),
        "company": account.name,
        "jobtitle": pick(rng, _ROLES),
        "hs_seniority": pick(rng, _SENIORITIES),
        "country": country_told(account),
        "sales_region": account.region,
        "market_segment": account.segment,
        "hs_timezone": REGIONS[account.region].zone.key,
        "hs_legal_basis": pick(dice("consent", lead.number), _CONSENTS),
        "createdate": lead.known_at,
        "hs_lifecyclestage_lead_date": lead.arrived_at,
        "lead_source": SAID[lead.channel],
        "lead_source_campaign_id": sf_campaign(lead.campaign),
    }


def _second_record(life: Life, twin: Twin) -> Iterator[Line]:
    """The same human by another address, until the two are merged."""
    known = _person(life.lead) | {
        "hs_object_id": twin_contact(twin),
        "email": twin.email,
        "createdate": twin.at,
        "hs_lifecyclestage_lead_date": twin.at,
    }
    key = f"twin-{twin.number}"
    yield Line(twin.at, key, known)
    handed_at = twin.at + timedelta(minutes=7)
    if twin.is_handed and handed_at < twin.merged_at:
        told = _handed(life.episodes[0]) | {_MQL_DATE: handed_at}
        yield Line(handed_at, key, known | told)


def _merged(twin: Twin) -> dict[str, Cell]:
    return {"hs_merged_object_ids": twin_contact(twin)}


def _handed(episode: Episode) -> dict[str, Cell]:
    return {
        _MQL_DATE: episode.mql_at,
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
            yield Line(life.lead.known_at, f"{account.number}", _company(account))


def _company(account: Account) -> Cells:
    return {
        "hs_object_id": company(account),
        "name": account.name,
        "domain": account.domain,
        "industry": account.industry,
        "country": country_told(account),
        "numberofemployees": account.employees,
        "sales_region": account.region,
        "market_segment": account.segment,
        "hs_is_target_account": account.segment == "ENT",
        "target_list_version": _TARGET_LIST if account.segment == "ENT" else None,
    }


def _submissions(world: World) -> Iterator[Line]:
    for life in world.lives:
        for number, touch in enumerate(life.touches, 1):
            if touch.kind not in _FORM_OF:
                continue
            yield _submission(contact(life.lead), f"{life.lead.number:05d}-{number}", touch)
        if life.twin:
            again = Touch("form_submit", life.twin.at, None)
            yield _submission(twin_contact(life.twin), f"{life.lead.number:05d}-twin", again)


def _submission(who: int, key: str, touch: Touch) -> Line:
    form, title = _FORM_OF[touch.kind]
    cells: dict[str, Cell] = {
        "contact_id": who,
        "form_id": form,
        "conversion_id": key,
        "timestamp": touch.at,
        "title": title,
    }
    return Line(touch.at, key, cells)


SHEETS = (
    Sheet(
        "hubspot-crm-exports-companies",
        (
            *("hs_object_id", "name", "domain", "industry", "country", "numberofemployees"),
            *("sales_region", "market_segment", "hs_is_target_account"),
            "target_list_version",
        ),
        _companies,
        weeks=A_MONTH,
    ),
    Sheet(
        "hubspot-crm-exports-contacts",
        (
            *("hs_object_id", "email", "firstname", "lastname", "associatedcompanyid", "company"),
            *("jobtitle", "hs_seniority", "country", "sales_region", "market_segment"),
            *("hs_timezone", "hs_legal_basis", "createdate", "hs_lifecyclestage_lead_date"),
            *("lead_source", "lead_source_campaign_id"),
            *(_MQL_DATE, "lead_tier", "hubspotscore", "scoring_version", "hs_merged_object_ids"),
            "hs_lifecyclestage_salesqualifiedlead_date",  # blank: Salesforce says that
        ),
        _contacts,
    ),
    Sheet(
        "hubspot-form-submissions",
        ("contact_id", "form_id", "conversion_id", "timestamp", "title"),
        _submissions,
    ),
)
