"""The address of a page keeps the state of the explorer that was moved last, for whoever gets it."""

import pytest

from tests.site.test_site_browser import LESSONS, opened, shown  # noqa: F401


def moved_to_its_end(explorer) -> tuple:
    """Move every control by keyboard to its last place; return what is shown then."""
    for control in explorer.locator("input").all():
        control.press("Home")
        control.press("End")
    return shown(explorer)


@pytest.mark.parametrize("name", LESSONS)
def test_the_address_of_a_page_brings_the_state_of_an_explorer_back(opened, name):  # noqa: F811
    page = opened(name)
    for explorer in page.locator(".explorer").all():
        there = moved_to_its_end(explorer)
        again = opened(name)
        again.goto(page.url)
        own = again.locator(f"[id='{explorer.get_attribute('id')}']")
        assert shown(own) == there and again.complaints == []
        at_start = opened(name).locator(f"[id='{explorer.get_attribute('id')}']")
        assert shown(at_start) != there


@pytest.mark.parametrize(
    "said", ["", "=", "=nothing", "=2,3,4,5", "=%zz", "=%F0%9F", "=<b>", "=" + "9," * 5000]
)
def test_an_address_that_says_no_state_changes_nothing(opened, said):  # noqa: F811
    name = LESSONS[4]
    explorers = opened(name).locator(".explorer")
    start, own = shown(explorers.first), explorers.first.get_attribute("id")
    page = opened(name)
    page.goto(f"{page.url}#{own}{said}")
    assert shown(page.locator(".explorer").first) == start and page.complaints == []


def test_an_address_that_is_pasted_into_an_open_page_is_followed(opened):  # noqa: F811
    page = opened(LESSONS[4])
    there = moved_to_its_end(page.locator(".explorer").first)
    address = page.url
    page.locator(".explorer input").first.press("Home")
    assert shown(page.locator(".explorer").first) != there
    page.evaluate("address => { location.href = address; }", address)
    page.wait_for_timeout(100)
    assert shown(page.locator(".explorer").first) == there
