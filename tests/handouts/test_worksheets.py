"""What is chosen for a worksheet: everything asked, nothing answered, and nothing shown too early.

These tests need neither pandoc nor Typst: they look at what the pages will be made of.
"""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlfs.classroom import lessons
from dlfs.classroom.lessons.exercise import public_fields
from tests.handouts import leaking, planted
from tests.handouts.planted import code, picture, printed, words
from tools.handouts import HandoutError, sheet
from tools.handouts.build import read_sources
from tools.handouts.guide_pages import pages
from tools.handouts.material import read_material
from tools.handouts.paper import LETTERS, ROOMS, Density, Writer, best_split
from tools.handouts.sheet import instructor_sheet, student_sheet

SOURCES = read_sources()
EACH_LESSON = pytest.mark.parametrize(
    "source", SOURCES, ids=[source.material.lesson.number for source in SOURCES]
)
ANSWERED = words("<details><summary>What you saw</summary>\n\nA tie, 44 steps.\n\n</details>")


def as_typed(text: str, place: str) -> str:
    return text


def written(of_sheet: sheet.Sheet, key=None) -> str:
    """Return what a sheet becomes, its Markdown as it was typed."""
    return "\n".join(Writer(of_sheet, as_typed, key).parts(Density(LETTERS[0], *ROOMS[0])))


def kinds(blocks) -> list[str]:
    return [block.kind for block in blocks]


@EACH_LESSON
def test_a_student_build_never_receives_an_answer_field(source):
    student = student_sheet(source.material)
    assert leaking.forbidden_fields(student) == set()
    assert leaking.folded_blocks(student) == []


def test_an_answer_field_in_the_student_build_is_found(monkeypatch):
    monkeypatch.setattr(sheet.questions, "public_fields", vars)
    assert "answer" in leaking.forbidden_fields(student_sheet(SOURCES[0].material))


def test_hints_in_the_student_build_are_found(monkeypatch):
    monkeypatch.setattr(sheet, "public_exercise", lambda name, place: public_fields(
        lessons.find_exercise(name)
    ))  # fmt: skip
    assert leaking.forbidden_fields(student_sheet(SOURCES[0].material)) == {"hints"}


def test_a_folded_text_in_the_student_build_is_found():
    assert leaking.folded_blocks(instructor_sheet(SOURCES[0].material)) != []


@EACH_LESSON
def test_no_verdict_hint_or_solution_stands_in_a_students_text(source):
    assert leaking.leaks(written(student_sheet(source.material)), source) == []


@EACH_LESSON
def test_the_same_search_finds_them_in_the_instructors_text(source):
    text = written(instructor_sheet(source.material), source.key)
    assert leaking.leaks(text, source) != []


@EACH_LESSON
def test_every_question_and_exercise_stands_in_both_editions(source):
    student = written(student_sheet(source.material))
    instructor = written(instructor_sheet(source.material), source.key)
    assert leaking.asked(source.material) != []
    assert leaking.missing(student, source.material) == []
    assert leaking.missing(instructor, source.material) == []


@EACH_LESSON
def test_the_guide_pages_explain_every_question_and_exercise(source):
    text = pages(source.material, source.guide, as_typed)
    assert leaking.missing(text, source.material) == []


def test_a_question_that_is_left_out_is_found():
    source = SOURCES[0]
    whole = student_sheet(source.material)
    less = replace(whole, after=(), in_class=whole.in_class[:1])
    assert leaking.missing(written(less), source.material) != []


@EACH_LESSON
def test_both_editions_have_the_same_questions_in_the_same_places(source):
    student, instructor = student_sheet(source.material), instructor_sheet(source.material)
    expected = [sheet.FOR_INSTRUCTORS.get(kind, kind) for kind in kinds(instructor.blocks)]
    seen = [kind for kind in kinds(student.blocks) if kind != "saw"]
    assert seen == [kind for kind in expected if kind != "saw"]


@EACH_LESSON
def test_what_a_prediction_is_about_comes_after_a_turn(source):
    blocks = student_sheet(source.material).in_class
    for at, block in enumerate(blocks):
        if block.is_prediction:
            following = [one for one in blocks[at + 1 :] if one.section == block.section]
            shown = [one.kind for one in following if one.kind not in ("question", "saw")]
            assert not shown or shown[0] in ("turn", "exercise"), block.fields["id"]


@EACH_LESSON
def test_no_strip_of_an_explorer_stands_on_the_first_page_before_a_prediction(source):
    blocks = student_sheet(source.material).in_class
    if "turn" in kinds(blocks):
        assert not any(block.is_strip for block in blocks[: kinds(blocks).index("turn")])


def test_a_strip_waits_for_the_turn_with_what_is_said_about_it(tmp_path):
    lesson = planted.material(
        tmp_path,
        words("## The question of the day\n\n*Minutes 0 to 5.* Look."), code("x", picture("early")),
        words("It shows **five** lines."), words("### By hand\n\nA **word**."),
        words("## Predict, then look"), code('ask("gd-2")'), code("x", picture("late")), ANSWERED,
    )  # fmt: skip
    blocks = student_sheet(lesson).in_class
    assert kinds(blocks) == [
        "heading 2", "heading 3", "idea", "heading 2", "question", "turn", "picture", "idea",
        "picture", "saw",
    ]  # fmt: skip
    assert blocks[2].text == "A **word**."


def test_a_heading_stays_behind_only_with_something_below_it(tmp_path):
    lesson = planted.material(
        tmp_path, words("## The question of the day"), code("x", picture("early")),
        words("## Predict, then look"), code('ask("gd-2")'), code("x", picture("late")),
    )  # fmt: skip
    assert kinds(student_sheet(lesson).in_class) == [
        "heading 2", "question", "turn", "picture", "picture",
    ]  # fmt: skip


def test_a_strip_that_comes_again_after_a_later_prediction_waits_for_it(tmp_path):
    shown = code("x", picture("the strip"))
    lesson = planted.material(
        tmp_path, words("## Predict, then look"), code('ask("gd-2")'), shown,
        words("## Predict again"), code('ask("lr-3")'), shown,
    )  # fmt: skip
    blocks = student_sheet(lesson).in_class
    assert kinds(blocks) == ["heading 2", "question", "heading 2", "question", "turn", "picture"]


def test_a_strip_that_comes_again_without_a_prediction_between_stands_once_at_the_first(tmp_path):
    shown = code("x", picture("the strip"))
    lesson = planted.material(
        tmp_path, words("## Predict, then look"), code('ask("gd-2")'), shown,
        words("## Make it"), code('check("descent-step")'), shown,
    )  # fmt: skip
    assert kinds(student_sheet(lesson).in_class) == [
        "heading 2", "question", "turn", "picture", "heading 2", "exercise",
    ]  # fmt: skip


def test_a_retrieved_question_is_no_prediction(tmp_path):
    lesson = planted.material(
        tmp_path, words("## Before you start"), code('ask("cg-3")'), code("x", picture("a", False))
    )
    assert kinds(student_sheet(lesson).in_class) == ["heading 2", "question", "picture"]


def test_tags_overrule_the_rules(tmp_path):
    table = printed("step  loss\n0     0.69\n1     0.43\n")
    lesson = planted.material(
        tmp_path,
        words("## Worked example\n\n**Sub-goal 1.** Not this.", "no-handout"),
        words("Plain words.", "handout"),
        code("x", picture("never"), tags=("no-handout",)),
        code("x", picture("to draw", False), tags=("handout-blank",)),
        code("print()", table, tags=("handout-blank",)),
    )  # fmt: skip
    chosen = student_sheet(lesson)
    assert kinds(chosen.in_class) == ["heading 2", "idea", "blank picture", "blank table"]
    writer = Writer(chosen, as_typed)
    text = "\n".join(writer.parts(Density(LETTERS[0], *ROOMS[0])))
    assert "0.43" not in text and "#blank-picture" in text
    assert writer.pictures == {}
    assert "0.43" in written(instructor_sheet(lesson), SOURCES[0].key)


def test_a_figure_that_is_not_stored_is_named(tmp_path):
    with pytest.raises(HandoutError, match=r"Lesson 04 .*cell 2.* not stored.*\n.*ARGS=04"):
        planted.material(tmp_path, code("explore.descent()"))


def test_a_picture_without_alt_text_is_named(tmp_path):
    with pytest.raises(HandoutError, match=r"Lesson 04 .*cell 2.* no alt text"):
        planted.material(tmp_path, code("x", picture("a", alt="")))


@pytest.mark.parametrize("call", ['ask("no-such")', 'check("no-such")'])
def test_an_unknown_id_is_named(tmp_path, call):
    with pytest.raises(HandoutError, match=r"Lesson 04 .*cell 2.* no (question|exercise) no-such"):
        student_sheet(planted.material(tmp_path, code(call)))


def test_an_unknown_lesson_is_refused_with_the_list():
    with pytest.raises(HandoutError, match="There is no lesson 77. The lessons are: .*04"):
        read_sources(only="77")


@EACH_LESSON
def test_every_stored_picture_of_the_class_is_read(source):
    again = read_material(source.material.lesson)
    assert again.events == source.material.events
    assert any(event.kind == "picture" for event in again.events)


@given(st.lists(st.integers(1, 30), min_size=2, max_size=6))
def test_two_columns_are_as_even_as_their_order_allows(heights):
    at = best_split(heights)
    longest = max(sum(heights[:at]), sum(heights[at:]))
    cuts = range(1, len(heights))
    assert all(longest <= max(sum(heights[:cut]), sum(heights[cut:])) for cut in cuts)


def test_sections_come_in_the_order_of_the_lesson():
    for source in SOURCES:
        blocks = student_sheet(source.material).in_class
        sections = [block.section for block in blocks if block.kind == "question"]
        assert all(before <= after for before, after in pairwise(sections))
