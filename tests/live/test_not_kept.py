"""Where a browser keeps nothing of Python's, or forgets it at the end, the pages say so."""

import pytest

from tests.browser import firefox
from tests.live.conftest import BY_NAME
from tests.live.opening import opened

LESSON = "04_gradient_descent.ipynb"
WITHOUT = "Your answers are not kept here"


def test_without_https_it_is_said_that_answers_are_not_kept(browser, address):
    there = address.replace("127.0.0.1", BY_NAME)
    page = browser.new_page()
    page.goto(f"{there}/index.html")
    assert page.inner_text("#kept").startswith(WITHOUT)
    page.close()
    one = opened(browser, there, LESSON)
    one.page.get_by_text(WITHOUT).wait_for()
    assert one.retype(1, "from dlfs.classroom import ask\nprint(6 * 7)") == "42\n"


# As on a computer that is slow or busy.
LATE = """const register = ServiceWorkerContainer.prototype.register;
ServiceWorkerContainer.prototype.register = async function (...given) {
  await new Promise((done) => setTimeout(done, 6000));
  return register.apply(this, given);
};"""


def test_python_waits_for_what_keeps_the_answers(browser, address):
    context = browser.browser.new_context()
    context.add_init_script(LATE)
    one = opened(context, address, LESSON)
    assert one.retype(1, "import os\nprint(os.getcwd())") == "/drive\n"
    context.close()


def test_a_private_window_of_firefox_keeps_until_it_is_closed(
    pytestconfig, browser, world, address, tmp_path
):
    if not pytestconfig.getoption("in_firefox"):
        pytest.skip("the windows of Chromium's tests are private ones")
    always = {"browser.privatebrowsing.autostart": True}
    kind = browser.browser.browser_type
    with firefox.launched(kind, tmp_path, world.address, **always) as running:
        private = running.new_context()
        page = private.new_page()
        page.goto(f"{address}/index.html")
        assert "in a private window until you close it" in page.inner_text("#kept")
        one = opened(private, address, LESSON)
        assert one.retype(1, "open('mine.txt', 'w').write('kept')\nprint(6 * 7)") == "42\n"
        one.page.close()
        again = opened(private, address, LESSON)
        assert again.retype(1, "print(open('mine.txt').read())") == "kept\n"
