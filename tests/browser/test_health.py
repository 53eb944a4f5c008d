"""Alignment Health in a real browser: a part opens its records, week and comparison its address."""

import re

from playwright.sync_api import expect


def test_a_part_opens_its_teams_and_records_and_a_record_its_lead(reader):
    someone = reader()
    page = someone.open("/health?against=4")

    page.get_by_text("What moved it since four weeks before").wait_for()
    page.locator(".rd-health-number").wait_for()
    assert someone.axe() == []
    page.get_by_role("button", name="SLA attainment", exact=True).click()
    opened = page.get_by_role("dialog")
    opened.get_by_text("Records behind it, as of the end of that week").wait_for()
    expect(page).to_have_url(re.compile("part=sla_attainment"))
    assert someone.axe() == []
    opened.locator(".rd-opens").first.click()
    page.get_by_role("dialog").get_by_text("What happened").wait_for()
    assert (someone.complaints, someone.foreign) == ([], [])


def test_a_part_leads_to_explore_over_its_own_days(reader):
    someone = reader()
    page = someone.open("/health?part=feedback_completeness")

    told = page.get_by_role("dialog").get_by_text(re.compile("4 weeks of leads 30 days old: "))
    days = told.inner_text().partition(": ")[2]
    page.get_by_role("button", name="Open in Explore").click()
    page.wait_for_url("**/explore?*metric=feedback_completeness*")
    page.locator(".rd-reading").wait_for()

    page.get_by_text(days).first.wait_for()


def test_on_a_phone_nothing_runs_off_the_page(reader):
    someone = reader(390, 844, "dark")
    page = someone.open("/health")

    page.locator(".rd-health-parts tbody tr").last.wait_for()

    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    assert someone.axe() == []
