"""The line above a lesson says what Python does: also when it never ends, and starts anew."""

import pytest

from tests.browser.notebook_page import READY
from tests.live.opening import opened

LESSON = "04_gradient_descent.ipynb"
LINE = "#course [role=status]"
KERNEL = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"


@pytest.fixture(scope="module")
def lesson(browser, address):
    whose = browser.browser.new_context()  # what is answered here is nothing for other tests
    yield opened(whose, address, LESSON)
    whose.close()


def test_a_loop_that_never_ends_is_told_with_the_way_to_stop_it_and_answers_stay(lesson):
    page, cells = lesson.page, [cell.source for cell in lesson.cells()]
    lesson.retype(1, cells[1])
    place = cells.index('ask("gd-2")')
    lesson.retype(place, cells[place])
    lesson.output(place).get_by_role("radio", name="A", exact=True).check()
    lesson.output(place).get_by_role("button", name="Commit").click()
    lesson.output(place).get_by_text("gd-2: A.").first.wait_for()
    page.evaluate(f"{KERNEL}.requestExecute({{code: 'while True: pass'}}); undefined")
    page.locator(LINE, has_text="Kernel > Restart Kernel").wait_for(timeout=40_000)
    page.evaluate(f"{KERNEL}.restart()")
    page.locator(LINE, has_text="starting again").wait_for()
    page.wait_for_function(f"document.querySelector('{LINE}').textContent === ''")
    lesson.wait_for(READY)
    lesson.retype(1, cells[1])
    lesson.retype(place, cells[place])
    lesson.output(place).get_by_text("on record: A").first.wait_for()


def test_a_short_cell_says_nothing(lesson):
    said = lesson.page.evaluate_handle(f"""() => {{
      const said = [], line = document.querySelector('{LINE}');
      new MutationObserver(() => said.push(line.textContent)).observe(line, {{childList: true}});
      return said;
    }}""")
    assert lesson.retype(1, "print(1)") == "1\n"
    lesson.page.wait_for_timeout(500)
    assert said.json_value() == []


def test_a_report_can_be_downloaded(lesson):
    said = lesson.retype(1, 'from dlfs.classroom import ask, report\nask("gd-4", 2.6)\nreport("04")')
    assert "Saved as report_04" in said
    with lesson.page.expect_download() as coming:
        lesson.cell(1).get_by_role("link", name="download report_04").click()
    table = coming.value.path().read_text("utf-8-sig")
    assert coming.value.suggested_filename.startswith("report_04") and "gd-4,prediction,2.6" in table


@pytest.mark.parametrize("width", [1366, 390])
def test_a_long_line_hides_no_button(lesson, width):
    page = lesson.page
    page.set_viewport_size({"width": width, "height": 768})
    page.evaluate(f"document.querySelector('{LINE}').textContent = 'A long word. '.repeat(20)")
    for name in ("Save my work", "Load my work"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] >= 0
    assert page.evaluate("""() => {
      const bar = document.querySelector('#course').getBoundingClientRect();
      return [...document.querySelectorAll('#course :is(a, button)')].every((part) =>
        part.hidden || part.getBoundingClientRect().bottom <= bar.bottom);
    }""")


def test_a_fresh_copy_puts_aside_what_was_done_and_a_link_opens_it(lesson):
    page = lesson.page
    page.set_viewport_size({"width": 1366, "height": 768})
    handed_out = lesson.cells()[3].source
    assert lesson.retype(1, "print('mine')") == "mine\n"
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="Fresh copy").click()
    page.get_by_text("This is a fresh copy.").wait_for()
    assert asked == []
    first = lesson.cells()[1]
    assert first.source.startswith("import numpy as np") and first.count is None
    assert lesson.cells()[3].source == handed_out
    page.locator(LINE).get_by_role("link").click()
    lesson.wait_for(READY)
    assert lesson.cells()[1].source == "print('mine')"
    page.get_by_role("button", name="Fresh copy").click()
    page.get_by_text("it is no lesson of the course").wait_for()


# What needs Python in the browser, and not the line


def test_python_knows_which_lesson_it_runs_before_anything_is_answered(browser, address):
    whose = browser.browser.new_context()
    one = opened(whose, address, "08_training_the_perceptron.ipynb")
    asks = "from dlfs.classroom import report\nreport()"
    assert one.retype(1, asks).startswith("Lesson 08\n")
    one.page.evaluate(f"{KERNEL}.restart()")
    one.page.locator(LINE, has_text="starting again").wait_for()
    one.wait_for(READY)
    one.page.wait_for_timeout(500)
    assert one.retype(1, asks).startswith("Lesson 08\n")
    whose.close()


def test_a_curve_is_drawn_and_the_picture_comes_back(browser, address):
    whose = browser.browser.new_context()
    one = opened(whose, address, LESSON)
    one.retype(1, "from dlfs.classroom import explore, report\nexplore.descent()")
    output = one.output(1)
    output.get_by_role("button", name="Draw it").click()
    output.locator(".dlfs-prediction svg").wait_for()
    assert not output.locator("img.widget-image").is_visible()
    output.locator(".dlfs-curve input").fill("0.4; 0.3; 0.2; 0.1; 0")
    output.locator(".dlfs-curve input").press("Enter")
    output.get_by_text("On average your curve is").first.wait_for()
    output.get_by_role("button", name="Back to the picture").click()
    output.locator("img.widget-image").wait_for()
    assert not output.locator(".dlfs-prediction svg").is_visible()
    assert "descent-curve: 0.4; 0.3; 0.2; 0.1; 0" in one.retype(1, "report()")
    whose.close()


FILMED = """
import numpy as np
from dlfs.classroom import film
def shifted(Z):
    return np.sum(Z - Z.mean(axis=0, keepdims=True), axis=1)
print([step.line for step in film(shifted, np.ones((3, 2))).recording.steps])
"""


def test_a_film_enters_nothing_that_is_installed(browser, address):
    whose = browser.browser.new_context()
    one = opened(whose, address, LESSON)
    assert one.retype(1, FILMED.strip()) == "[1, 2]\n"
    whose.close()
