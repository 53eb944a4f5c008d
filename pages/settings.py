"""What the company sets: itself, its calendars, goals, the follow-up agreement, its people."""

from revdash.ui import agreement, forms, goals, headline

headline.title("Settings", "Saved changes count at once and are written to the audit log.")
forms.sections(
    {
        "company": "Company",
        "calendars": "Calendars",
        "goals": "Goals",
        "agreement": "Agreement",
        "reasons": "Reasons",
        "remarks": "Remarks on days",
        "links": "Links",
        "signed": "What both sides sign",
        "people": "People",
    },
    {"goals": goals.more, "agreement": agreement.versions},
)
