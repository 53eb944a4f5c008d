"""Theme: every colour, font and size of the screen, light and dark; figures name colour roles."""

from collections.abc import Mapping
from enum import StrEnum
from html import escape
from typing import Any, Final, TypeAlias

from revdash.terms import Side

Figure: TypeAlias = dict[str, Any]


class Role(StrEnum):
    """What a colour is for; a figure names the role, the page picks the colour of the theme."""

    PAGE = "page"
    CARD = "card"
    SOFT = "soft"
    INK = "ink"
    MUTED = "muted"
    MARKETING = "marketing"
    SALES = "sales"
    MISSED = "missed"
    PRIMARY = "primary"
    MARKETING_TINT = "marketing-tint"
    SALES_TINT = "sales-tint"
    INK_TINT = "ink-tint"
    HAIRLINE = "hairline"


LIGHT: Final[Mapping[Role, str]] = {
    Role.PAGE: "#FFFFFF",
    Role.CARD: "#FFFFFF",
    Role.SOFT: "#F4F6F9",
    Role.INK: "#17202B",
    Role.MUTED: "#55606E",
    Role.MARKETING: "#1F5FBF",
    Role.SALES: "#B4540A",
    Role.MISSED: "#B3261E",
    Role.PRIMARY: "#1D4FA3",
    Role.MARKETING_TINT: "#A9C4EC",
    Role.SALES_TINT: "#E6C3A0",
    Role.INK_TINT: "#B4BCC7",
    Role.HAIRLINE: "#DCE1E8",
}
DARK: Final[Mapping[Role, str]] = {
    Role.PAGE: "#0F151C",
    Role.CARD: "#141C25",
    Role.SOFT: "#18212B",
    Role.INK: "#E7ECF2",
    Role.MUTED: "#9FACBA",
    Role.MARKETING: "#7FB0FF",
    Role.SALES: "#F2A65A",
    Role.MISSED: "#FF9C92",
    Role.PRIMARY: "#7FB0FF",
    Role.MARKETING_TINT: "#3A5E93",
    Role.SALES_TINT: "#7E5A33",
    Role.INK_TINT: "#566270",
    Role.HAIRLINE: "#2C3845",
}

FONT: Final = "Inter, 'Source Sans', sans-serif"
AXIS_SIZE: Final = 11
LABEL_SIZE: Final = 12
HEIGHT: Final = 210
CLEAR: Final = "rgba(0,0,0,0)"
PREFIX: Final = "role:"


def ink(role: Role) -> str:
    """Return the name under which a figure asks for the colour of *role*."""
    return f"{PREFIX}{role}"


def strong(side: Side) -> Role:
    """Return the full colour of *side*; what both sides share is ink."""
    return {Side.MARKETING: Role.MARKETING, Side.SALES: Role.SALES}.get(side, Role.INK)


def tint(side: Side) -> Role:
    """Return the pale colour of *side*, for what is past."""
    return {Side.MARKETING: Role.MARKETING_TINT, Side.SALES: Role.SALES_TINT}.get(
        side, Role.INK_TINT
    )


def plain(text: str) -> str:
    """Return *text* from data so that Plotly prints it letter by letter."""
    return escape(text, quote=True)


def resolved(figure: Any, palette: Mapping[Role, str]) -> Any:
    """Return *figure* with each role replaced by its colour in *palette*."""
    if isinstance(figure, dict):
        return {key: resolved(value, palette) for key, value in figure.items()}
    if isinstance(figure, (list, tuple)):
        return [resolved(value, palette) for value in figure]
    if isinstance(figure, str) and figure.startswith(PREFIX):
        return palette[Role(figure.removeprefix(PREFIX))]
    return figure


def style_sheet() -> str:
    """Return the palette as CSS variables that follow the reader's theme."""
    colours = "".join(f"--rd-{role}:light-dark({LIGHT[role]},{DARK[role]});" for role in Role)
    return f":root{{{colours}--rd-font:{FONT};}}"
