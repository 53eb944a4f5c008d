"""The palette: readable on every surface, the same in the configuration, free of markup."""

import tomllib
from pathlib import Path

import pytest

from revdash.charts.theme import DARK, LIGHT, Role, ink, plain, resolved, strong, style_sheet
from revdash.terms import Side

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
THEMES = {"light": LIGHT, "dark": DARK}
TEXTS = (Role.INK, Role.MUTED, Role.MARKETING, Role.SALES, Role.MISSED, Role.PRIMARY)
SURFACES = (Role.PAGE, Role.CARD, Role.SOFT)


def luminance(colour):
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_passes_aa_on_every_surface(palette, surface, text):
    assert contrast(palette[text], palette[surface]) >= 4.5


@pytest.mark.parametrize("palette", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize(
    ("full", "pale"),
    [
        (Role.MARKETING, Role.MARKETING_TINT),
        (Role.SALES, Role.SALES_TINT),
        (Role.INK, Role.INK_TINT),
    ],
)
def test_a_full_bar_stands_out_from_the_pale_ones(palette, full, pale):
    assert contrast(palette[full], palette[pale]) >= 2.95


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("option", "role"),
    [
        ("primaryColor", Role.PRIMARY),
        ("backgroundColor", Role.PAGE),
        ("secondaryBackgroundColor", Role.SOFT),
        ("textColor", Role.INK),
        ("borderColor", Role.HAIRLINE),
        ("redColor", Role.MISSED),
    ],
)
def test_the_configuration_uses_the_palette(theme, option, role):
    assert CONFIG["theme"][theme][option] == THEMES[theme][role]


def test_the_style_sheet_names_every_role_in_both_themes():
    sheet = style_sheet()

    assert all(f"--rd-{role}:light-dark({LIGHT[role]},{DARK[role]})" in sheet for role in Role)


def test_what_both_sides_share_is_ink():
    assert strong(Side.SHARED) is strong(Side.CUSTOMER) is Role.INK


def test_roles_become_colours_at_any_depth():
    figure = {"data": [{"marker": {"color": [ink(Role.SALES), "none"]}}]}

    assert resolved(figure, LIGHT) == {"data": [{"marker": {"color": ["#B4540A", "none"]}}]}


def test_markup_in_data_is_printed_letter_by_letter():
    assert plain('<a href="x">Ann</a>') == "&lt;a href=&quot;x&quot;&gt;Ann&lt;/a&gt;"
