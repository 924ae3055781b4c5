"""The address of a lesson keeps the state of an explorer, and brings it to whoever gets it."""

from urllib.parse import quote

import pytest

from tests.browser.explorer_view import ExplorerView
from tests.browser.notebook_page import READY, NotebookPage
from tests.live.opening import opened

LESSON = "04_gradient_descent.ipynb"


def explorer_of(one: NotebookPage) -> ExplorerView:
    """Run the first cell and the one of the explorer; return what it shows."""
    sources = [cell.source for cell in one.cells()]
    place = next(at for at, source in enumerate(sources) if "explore.descent()" in source)
    for at in (1, place):
        one.retype(at, sources[at])
    view = ExplorerView(one.page, one.output(place), "descent")
    view.picture.wait_for()
    return view


def at_address(browser, url: str) -> NotebookPage:
    one = NotebookPage(browser.new_page())
    one.page.set_viewport_size({"width": 1366, "height": 768})
    one.page.goto(url)
    one.wait_for(READY)
    return one


@pytest.fixture(scope="module")
def sent(browser, address):
    """Return the address after a slider was moved, and what the explorer says there."""
    one = opened(browser, address, LESSON)
    view = explorer_of(one)
    assert "#" not in one.page.url
    before = view.shown()
    view.type_number(view.fields()[1], 2.1)
    assert view.changes(before, patience=20_000)
    one.page.wait_for_url("**#explore.descent*", timeout=10_000)
    told = one.page.url, view.sentence
    one.page.close()
    return told


def test_an_address_that_was_sent_brings_the_state(browser, sent):
    url, sentence = sent
    one = at_address(browser, url)
    one.page.get_by_text("This link shows explore.descent as somebody left it").wait_for()
    view = explorer_of(one)
    one.page.get_by_text(sentence, exact=True).first.wait_for()
    assert view.sentence == sentence and one.page.url == url
    one.page.close()


def test_code_in_an_address_is_not_run(browser, sent, address):
    url, sentence = sent
    bad = "explore.descent(learning_rate=__import__('pathlib').Path('ran').touch(), t=3)"
    one = at_address(browser, f"{url.split('#')[0]}#{quote(bad)}")
    view = explorer_of(one)
    one.page.get_by_text("after 3 steps").first.wait_for()
    assert "'ran'" not in one.retype(1, "import os\nprint(os.listdir())") and view.sentence != sentence
    one.page.close()
