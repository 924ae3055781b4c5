"""Where a browser keeps nothing of Python's, or forgets it at the end, the pages say so."""

import pytest

from tests.browser import chromium, firefox
from tests.live.opening import opened

LESSON = "04_gradient_descent.ipynb"
ELSEWHERE = "course.test"
WITHOUT = "Your answers are not kept here"


@pytest.fixture
def plain(pytestconfig, world):
    """A browser that knows this machine by a name, too: for a browser that is another host, without
    https, and such a page has no service worker."""
    if pytestconfig.getoption("in_firefox"):
        names = {"network.dns.localDomains": ELSEWHERE, "network.proxy.no_proxies_on": ELSEWHERE}
        running = firefox.running(world.address, **names)
    else:
        running = chromium.running(f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1")
    with running as context:
        yield context


def test_without_https_it_is_said_that_answers_are_not_kept(plain, address):
    there = address.replace("127.0.0.1", ELSEWHERE)
    page = plain.new_page()
    page.goto(f"{there}/index.html")
    assert page.inner_text("#kept").startswith(WITHOUT)
    page.close()
    one = opened(plain, there, LESSON)
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


def test_a_private_window_of_firefox_keeps_until_it_is_closed(pytestconfig, world, address):
    if not pytestconfig.getoption("in_firefox"):
        pytest.skip("the windows of Chromium's tests are private ones")
    with firefox.running(world.address, **{"browser.privatebrowsing.autostart": True}) as private:
        page = private.new_page()
        page.goto(f"{address}/index.html")
        assert "in a private window until you close it" in page.inner_text("#kept")
        one = opened(private, address, LESSON)
        assert one.retype(1, "open('mine.txt', 'w').write('kept')\nprint(6 * 7)") == "42\n"
        one.page.close()
        again = opened(private, address, LESSON)
        assert again.retype(1, "print(open('mine.txt').read())") == "kept\n"
