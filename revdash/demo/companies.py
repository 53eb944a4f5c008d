"""Companies: thousands of invented names, each with a mail domain under ``.example``."""

from random import Random

from revdash.demo.dice import dice, pick
from revdash.demo.lives import Account
from revdash.demo.places import REGIONS

# fmt: off
_HEADS = (
    "Brel", "Quor", "Tevl", "Osk", "Varn", "Mell", "Dras", "Ulm", "Hask", "Yar", "Fenl", "Corv",
    "Plim", "Zell", "Grun", "Ask", "Ild", "Norv", "Tamb", "Wex", "Jorl", "Kip", "Lusk", "Orb",
)
_TAILS = (
    "vane", "brook", "ick", "dale", "mere", "ston", "ander", "holt", "elby", "ington", "ova",
    "arra", "umber", "eth", "ona", "isk", "olm", "yard", "esse", "urn", "ago", "ellin", "owen",
    "ax",
)
_TRADES = (
    "Lifts", "Boilers", "Cooling", "Fire Safety", "Facilities", "Medical Devices", "Power Tools",
    "Water", "Telecoms", "Solar", "Security", "Kitchens", "Pumps", "Elevators", "Metering",
)
# fmt: on
SEGMENTS = {"SMB": 0.50, "MM": 0.35, "ENT": 0.15}
_EMPLOYEES = {"SMB": (8, 99), "MM": (100, 999), "ENT": (1000, 12000)}
_P_KNOWN = 0.3  # of the leads, how many work where an earlier lead works


class Directory:
    """The companies met so far; a new one is invented when none fits."""

    def __init__(self) -> None:
        self._accounts: dict[tuple[str, str], list[Account]] = {}
        self._count = 0

    def account(self, rng: Random, region: str, country: str) -> Account:
        """Return a company of this country, known already or new."""
        met = self._accounts.setdefault((region, country), [])
        if met and rng.random() < _P_KNOWN:
            return rng.choice(met)
        self._count += 1
        met.append(invented(self._count, region, country))
        return met[-1]

    def all(self) -> tuple[Account, ...]:
        """List the companies in the order they were met."""
        return tuple(sorted(account for met in self._accounts.values() for account in met))


def invented(number: int, region: str, country: str) -> Account:
    """Return the company of this number; up to 8,640 have names of their own."""
    rng = dice("account", number)
    segment = pick(rng, SEGMENTS)
    # Steps without a common divisor walk through every combination before one repeats.
    place = number * 3559 % (len(_HEADS) * len(_TAILS) * len(_TRADES))
    place, head = divmod(place, len(_HEADS))
    trade, tail = divmod(place, len(_TAILS))
    name = f"{_HEADS[head]}{_TAILS[tail]} {_TRADES[trade]}"
    return Account(
        number=number,
        name=f"{name} {REGIONS[region].company_form}",
        domain=f"{name.lower().replace(' ', '-')}.example",
        region=region,
        country=country,
        segment=segment,
        industry=_TRADES[trade],
        employees=rng.randint(*_EMPLOYEES[segment]),
    )
