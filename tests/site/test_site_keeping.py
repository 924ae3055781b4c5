"""What is answered on a page is kept in the browser, by person, and can be handed in as a table."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlfs.classroom import lessons
from dlfs.classroom.keeping import names, reporting
from tests.site.test_site_answers import SLOW
from tests.site.test_site_browser import LESSONS, asked_by, give, opened, written  # noqa: F401
from tools.roster.handed_in import files_below
from tools.roster.merging import account_of

LESSON = next(name for name in LESSONS if name.startswith("04"))
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=9)
NAMES = ["Ada Lovelace", "Zo\u00eb M\u00fcller", "  ", "O'Brien, P.", "Stra\u00dfer", "../../etc"]


@given(first=st.lists(st.one_of(CELLS, st.sampled_from(["=1+1", "-2; 4", '"', "a,b", "@x", "-x"])),
                      min_size=20, max_size=40), name=CELLS)  # fmt: skip
@SLOW
def test_a_table_of_the_page_is_the_one_that_report_writes(javascript, first, name):
    rows = [["04", "gd-1", "prediction", one, ""] for one in first]
    [made] = javascript([["asCsv", rows, name]])
    wanted = reporting._as_csv([dict(zip(reporting.HEADINGS, [*row, name])) for row in rows])
    # A lone line end inside a cell is a matter of taste of two writers; what is read counts.
    assert made[0] == "\ufeff"
    assert list(csv.reader(io.StringIO(made[1:], newline=""))) == list(
        csv.reader(io.StringIO(wanted, newline="")))  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_named_as_report_names_it(javascript, name):
    [made] = javascript([["fileName", "04", name.strip()]])
    assert made == f"{reporting._stem('04', names.cleaned(name))}.csv"


def form_of(page, question: str):
    return next(form for form, one in asked_by(page) if one.id == question)


def saved_table(page) -> dict[str, str]:
    """Save the table; return what it says of each id, at first."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a table").click()
    text = download.value.path().read_text("utf-8-sig")
    return {row["id"]: row["first"] for row in csv.DictReader(io.StringIO(text))}


def order(page, letters: str) -> str:
    form = page.locator("form.order")
    form.locator("input").fill(letters)
    form.get_by_role("button", name="Check").click()
    return form.locator(".verdict").inner_text()


def again(page):
    """Open the page again, as on another day."""
    page.reload()
    return page


@pytest.fixture
def lesson(opened):  # noqa: F811
    return opened(LESSON)


def test_answers_stand_there_again_with_what_was_said(lesson):
    said = give(form_of(lesson, "gd-2"), "A")
    give(form_of(lesson, "gd-2"), "C")
    give(form_of(lesson, "gd-6"), "two words and more")
    again(lesson)
    form = form_of(lesson, "gd-2")
    assert form.locator("input[value=C]").is_checked()
    shown = form.locator(".verdict").inner_text()
    assert "your first prediction: A" in shown and "Right." in shown and said
    assert lesson.locator('details[data-after="gd-2"]').evaluate("each => each.open")
    assert form_of(lesson, "gd-6").locator("textarea").input_value() == "two words and more"
    assert not form_of(lesson, "gd-4").locator(".verdict").inner_text()


def test_shuffled_lines_are_answered_on_the_page(lesson):
    exercise = lessons.find_exercise("descent-parsons")
    assert "A line is missing: you use 2 of 6." in order(lesson, "b g")
    assert "passed." in order(lesson, exercise.accepted[0].lower())
    again(lesson)
    assert lesson.locator("form.order input").input_value() == exercise.accepted[0]
    assert "passed." in lesson.locator("form.order .verdict").inner_text()


def test_a_wrong_order_is_not_kept(lesson):
    assert "not yet." in order(lesson, lessons.find_exercise("descent-parsons").accepted[0][::-1])
    again(lesson)
    assert lesson.locator("form.order input").input_value() == ""


def test_another_person_starts_anew_and_the_first_finds_the_answers_again(lesson):
    give(form_of(lesson, "gd-2"), "A")
    lesson.locator("#your-name").fill("Ada")
    lesson.get_by_role("button", name="start anew").click()
    lesson.locator(".kept", has_text=re.compile("^0 of")).wait_for()
    assert lesson.locator("#your-name").input_value() == ""
    assert not form_of(lesson, "gd-2").locator("input:checked").count()
    lesson.locator("#your-name").fill("ada")
    lesson.locator("#your-name").blur()
    lesson.locator(".kept", has_text=re.compile("^1 of")).wait_for()
    assert form_of(lesson, "gd-2").locator("input[value=A]").is_checked()


def test_a_saved_table_is_read_by_the_roster(lesson, tmp_path):
    question = lessons.find_question("gd-2")
    give(form_of(lesson, "gd-2"), written(question.wrong[0].value))
    order(lesson, lessons.find_exercise("descent-parsons").accepted[0])
    lesson.locator("#your-name").fill("Zo\u00eb M\u00fcller")
    with lesson.expect_download() as download:
        lesson.get_by_role("button", name="Save as a table").click()
    assert download.value.suggested_filename == "report_04_zoe-muller.csv"
    download.value.save_as(tmp_path / download.value.suggested_filename)
    account = account_of(files_below(tmp_path))
    [report] = account.reports
    done = {row["id"]: row["first"] for row in report.rows if row["first"]}
    assert report.person == "Zo\u00eb M\u00fcller"
    assert done == {"gd-2": written(question.wrong[0].value), "descent-parsons": "passed"}
    assert len(report.rows) == len(lessons.lesson("04").ids)


@pytest.mark.parametrize("broken", ["banana", "[]", '{"people": 3}', '{"now": 7, "people": []}',
                                    '{"now": 0, "people": [{"name": "A", "answers": {"04": 3}}]}',
                                    '{"now": 0, "people": [{"name": "A", "answers": {"04": '
                                    '{"gd-2": [3, "A"]}}}]}'])  # fmt: skip
def test_whatever_stands_in_the_store_the_page_works(lesson, broken):
    lesson.evaluate("text => localStorage.setItem('dlfs-course', text)", broken)
    again(lesson)
    assert lesson.complaints == []
    assert "Right." in give(form_of(lesson, "gd-2"), "C")


def test_a_browser_that_keeps_nothing_is_told_so(opened, lesson):  # noqa: F811
    assert "kept in this browser" in lesson.locator(".kept").inner_text()
    lesson.add_init_script("Storage.prototype.setItem = () => { throw new Error('no room'); }")
    again(lesson)
    assert "keeps nothing" in lesson.locator(".kept").inner_text()
    assert "Right." in give(form_of(lesson, "gd-2"), "C")
    assert lesson.complaints == []
    assert lesson.locator(".kept").inner_text().startswith("1 of ")
    assert saved_table(lesson)["gd-2"] == "C"


@pytest.mark.parametrize("name", LESSONS)
def test_each_lesson_ends_with_what_is_kept(opened, name):  # noqa: F811
    page = opened(name)
    assert page.locator(".answers").count() == 1
    assert page.locator("main").get_attribute("data-lesson") == name[:2]
