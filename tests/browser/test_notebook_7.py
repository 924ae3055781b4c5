"""Every lesson in the classic interface, Notebook 7, run by keys alone, one number typed."""

import pytest

from tests.browser.conftest import LESSONS
from tests.browser.explorer_view import explorers_of
from tests.browser.notebook_page import close, open_notebook_7

# What another interface does differently, it does to explorers, questions and exercises: a lesson
# with all of them is opened every time, the others every week.
ALWAYS = "04"
LISTED = [
    pytest.param(name, id=name[:2], marks=[] if name[:2] == ALWAYS else pytest.mark.slow)
    for name in LESSONS
]


@pytest.mark.parametrize("name", LISTED)
def test_a_lesson_runs_by_keys_and_its_explorers_live(browser, lab, name):
    opened = open_notebook_7(browser, lab, name)
    opened.run_by_keys()
    assert opened.failures() == []
    assert opened.other_hosts() == set()
    for explorer in explorers_of(opened)[:1]:
        assert explorer.fields() == [] or explorer.telling_field() is not None
    close(opened, lab)
