"""A lesson runs in the browser alone: its cells, explorers, questions and checks, on the second day,
too. No request leaves the machine."""

import hashlib
from pathlib import Path

import pytest

from tests.browser.accessibility import violations
from tests.browser.explorer_view import ExplorerView
from tests.live.opening import opened
from tests.live.printed import differences, printed_by, stored
from tools.course import read_course
from tools.live import build, policy

FIRST = "00_start_here.ipynb"
LESSON = "04_gradient_descent.ipynb"


@pytest.fixture(scope="module")
def lesson(browser, address):
    """Return lesson 4, all of its cells run."""
    one = opened(browser, address, LESSON)
    one.run_all()
    yield one
    one.page.close()


def test_every_cell_runs_and_prints_what_is_stored(lesson):
    assert lesson.failures() == []
    assert differences(printed_by(lesson.cells()), stored(LESSON)) == []


def test_another_number_or_word_is_found():
    assert differences(["loss 0.5\n"], ["loss 0.5\n"]) == []
    assert differences(["loss 0.5000000001"], ["loss 0.5"]) == []
    for other in ("loss 0.51", "cost 0.5", "loss 0.5 0.5"):
        assert differences([other], ["loss 0.5"]) != []


def test_no_request_leaves_the_machine(lesson, world):
    assert len(lesson.requests) > 50
    assert lesson.other_hosts() == set() and world.asked == []


def test_a_request_that_leaves_is_noted(browser, world):
    page = browser.new_page()
    assert page.goto("http://example.org/x").status == 502
    page.close()
    assert "GET http://example.org/x" in world.asked
    world.asked.clear()


ASKS_ELSEWHERE = """address => new Promise(done => {
    document.addEventListener("securitypolicyviolation", event => done(event.violatedDirective));
    fetch(address).then(() => done("answered"), () => setTimeout(done, 500, "no answer"));
})"""


def test_a_page_may_ask_no_other_host_and_its_own(lesson, address):
    assert lesson.page.evaluate(ASKS_ELSEWHERE, "http://example.org/") == "connect-src"
    assert lesson.page.evaluate(ASKS_ELSEWHERE, f"{address}/bar.js") == "answered"


def test_every_page_has_the_policy_and_a_page_without_a_head_is_refused(live):
    pages = list(live.rglob("index.html"))
    assert len(pages) > 2
    for page in pages:
        assert page.read_text(encoding="utf-8").count("Content-Security-Policy") == 1, page
    with pytest.raises(ValueError, match="head"):
        policy.with_policy("<html><body></body></html>")


def test_an_explorer_follows_its_sliders(lesson):
    at = next(place for place, cell in enumerate(lesson.cells()) if "explore.descent()" in cell.source)
    view = ExplorerView(lesson.page, lesson.output(at), "descent")
    view.patience = 20_000
    assert view.faults_of_dragging() == []


def test_a_check_takes_an_answer_and_names_a_mistake(lesson):
    [place] = lesson.with_call('check("descent-step", step)')
    right = "def step(x, gradient, learning_rate):\n    return x - learning_rate * gradient(x)\n\n"
    call = 'check("descent-step", step)'
    assert "not yet" in lesson.retype(place, right.replace("x - ", "x + ", 1) + call)
    assert "passed" in lesson.retype(place, right + call)


def test_an_endless_loop_in_an_answer_is_stopped(lesson):
    [place] = lesson.with_call('check("descent-step", step)')
    endless = "def step(x, gradient, learning_rate):\n    while True:\n        pass\n\n"
    said = lesson.retype(place, endless + 'check("descent-step", step)')
    assert "passed" not in said and said.strip()


def test_answers_are_there_again_on_another_day(browser, address, lesson):
    [place] = [at for at, cell in enumerate(lesson.cells()) if cell.source == 'ask("gd-2")']
    output = lesson.output(place)
    output.get_by_role("radio", name="A", exact=True).check()
    output.get_by_role("button", name="Commit").click()
    output.get_by_text("gd-2: A.").first.wait_for()
    again = opened(browser, address, LESSON)
    again.run_all()
    [place] = [at for at, cell in enumerate(again.cells()) if cell.source == 'ask("gd-2")']
    again.cell(place).scroll_into_view_if_needed()
    again.output(place).get_by_text("on record: A").first.wait_for()
    again.page.close()


def test_the_first_lesson_finds_that_everything_fits(browser, address):
    one = opened(browser, address, FIRST)
    said = one.retype(2, "from dlfs.classroom import check_installation\ncheck_installation()")
    one.page.close()
    assert "NOT OK" not in said and said.strip().endswith("Ready.")
    assert "in this browser" in said


def test_a_line_says_how_far_python_is_and_goes_when_it_is_there(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/notebooks/index.html?path={LESSON}")
    line = page.locator("#course [role=status]")
    assert line.inner_text() == "The lesson is loading ..."
    page.get_by_text("Python is starting in your browser").wait_for()
    assert page.get_by_role("button", name="Save my work").is_disabled()
    page.wait_for_function("document.querySelector('#course [role=status]').textContent === ''")
    assert page.get_by_role("button", name="Save my work").is_enabled()
    assert violations(page) == []
    link = page.get_by_role("link", name="This lesson as a page")
    static = link.evaluate("one => one.href")
    assert static == f"{address.removesuffix('/course')}/{LESSON.replace('.ipynb', '.html')}"
    page.get_by_role("link", name="All lessons").click()
    page.locator("#lessons").wait_for()
    page.close()


def test_two_builds_are_the_same_bytes_and_hold_what_the_course_needs_alone(live, tmp_path):
    again = build.write(tmp_path / "again", pages="../").parent
    assert bytes_of(again) == bytes_of(live)
    packages = (live / "extensions").glob("**/package.json")
    found = {str(path.parent.relative_to(live / "extensions")) for path in packages}
    assert found == set(build.TAKEN)


def bytes_of(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*") if path.is_file()}  # fmt: skip


def test_the_front_page_leads_to_every_lesson_by_keyboard(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/index.html")
    addresses = page.locator("#lessons a").evaluate_all("all => all.map((each) => each.search)")
    lessons, static = addresses[::2], addresses[1::2]
    assert lessons == [f"?path={lesson.file}" for lesson in read_course()] and set(static) == {""}
    assert page.locator("code", has_text="with").count() and "`" not in page.inner_text("body")
    for wanted in ("../index.html", addresses[0]):  # the static pages, and then the first lesson
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')").endswith(wanted)
    page.close()
