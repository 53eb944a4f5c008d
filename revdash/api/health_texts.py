"""Health texts: how each side could game Alignment Health, and how it is reckoned."""

GAMES = (
    (
        "Stop the clock with an automatic e-mail or a call nobody made",
        (
            "Only human attempts that qualify count; one logged late counts when it was logged. "
            "Reached share and call length stand by owner."
        ),
    ),
    (
        "Put leads aside without reading them",
        (
            "Verdicts without contact and in bulk are flagged and may be disputed; the clocks "
            "they stop are counted."
        ),
    ),
    (
        "Accept everything",
        (
            "False accepts of 30 days and more are taken off; read it with false accepts and "
            "SAL to SQL."
        ),
    ),
    (
        "Send fewer, safer MQLs",
        "The slower side's pace counts, against the MQL goal both signed.",
    ),
    ("Send junk to reach the MQL goal", "Acceptance and the quality index fall."),
    (
        "Refuse leads to protect one's own conversion",
        "Refusals can be disputed and are decided together; the share upheld stands by owner.",
    ),
    ("Put commitments off", "The day that was named first counts."),
    (
        "Change a target, a threshold or a weight",
        "Each is a version with two signatures, and the line breaks where it changes.",
    ),
    (
        "Leave things unlogged",
        "A missing outcome is a dropped handoff and an incomplete feedback, not missing data.",
    ),
    (
        "Answer the pulse to please",
        (
            "Its weight is small, level and gap count together, and beside it stands what was "
            "measured."
        ),
    ),
)
DEFINITION = (
    (
        "What it is",
        (
            "How reliably the two teams hand work to each other and keep promises. Not how good "
            "revenue is, not how good marketing is."
        ),
    ),
    (
        "Score of a part",
        (
            "100 × (value − floor) / (target − floor), never below 0 nor above 100: over-delivery "
            "earns nothing. Floors and targets are agreed, so history does not move the score."
        ),
    ),
    (
        "Status",
        "Healthy from 75 with no measured part under 40; Act under 50; Watch in between.",
    ),
    (
        "What is missing",
        (
            "A part of fewer than ten cases (the pulse: five answers a side) hands its weight to "
            "its pillar, an empty pillar to all. No number below 60 % measured, or without handoff."
        ),
    ),
    (
        "80 % band",
        (
            "2,000 draws of each part from what its cases leave open. Dropped handoffs are counted "
            "in full and leave nothing open."
        ),
    ),
    (
        "What moved it",
        (
            "Each part's change of score times its mean weight, and what its weight did. The "
            "effects add up to the change exactly."
        ),
    ),
    (
        "Routine",
        (
            "Natural limits of the weeks. Four-week values overlap, so their ranges are taken four "
            "weeks apart, and only a week outside the limits counts as movement. A remark on a day "
            "about Alignment Health that is a new beginning starts new limits (Settings)."
        ),
    ),
    ("Never", "Neither Health nor any of its parts is for individual pay."),
)
