"""Every lesson runs in the browser alone, and prints what is stored; slow, so once a week."""

import re

import pytest

from tests.live.opening import opened
from tests.live.printed import differences, printed_by, stored
from tools.course import read_course

# What these lines say is true of the place where they are printed.
OF_THE_PLACE = re.compile(r"seconds|microseconds| ms\b|ok, kept|installed in|Python|NumPy|jupyter", re.I)


@pytest.mark.slow
@pytest.mark.parametrize("lesson", read_course(), ids=lambda one: one.number)
def test_a_lesson_runs_alone_and_prints_what_is_stored(browser, address, lesson):
    context = browser.browser.new_context()
    one = opened(context, address, lesson.file)
    one.run_all()
    found = differences(printed_by(one.cells()), stored(lesson.file))
    assert one.failures() == [] and one.other_hosts() == set()
    assert [pair for pair in found if not OF_THE_PLACE.search(pair[1])] == []
    context.close()
