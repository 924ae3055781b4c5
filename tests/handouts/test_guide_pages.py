"""The instructor's guide: where it is read from, and that each lesson has one."""

from dataclasses import replace

import pytest

from tests.handouts import planted
from tests.handouts.planted import code, words
from tools.course import NOTEBOOKS, read_course
from tools.handouts import HandoutError
from tools.handouts.answers import answer_of, guide_path, in_words, read_guide, solutions_of
from tools.handouts.guide_pages import pages

PRESENT = [lesson for lesson in read_course() if (NOTEBOOKS / lesson.file).exists()]
GUIDE = """# Guide to lesson 4: Gradient descent

## The idea

One number decides.

## The minutes

| 75 | 50 | 90 | what happens | what you set and say |
|---|---|---|---|---|
| 0-5 | 0-5 | 0-5 | retrieve | *no notes* |

## The predictions

Vote first.

### gd-2

Expect a third each.

- Under 30 %: to the board.

## On the board

```
x ---> step

   ---> x
```
"""


@pytest.fixture
def lesson(tmp_path):
    folder = planted.course_with(tmp_path, words("## One"), code('ask("gd-2")\nask("gd-3")'))
    (folder / "instructor").mkdir()
    return planted.read_material(planted.LESSON, folder)


def with_guide(lesson, text: str):
    folder = lesson.path.parent
    guide_path(lesson.lesson, folder).write_text(text, encoding="utf-8")
    return read_guide(lesson, folder)


def as_typed(text: str, place: str) -> str:
    return text


@pytest.mark.parametrize("one", PRESENT, ids=lambda one: one.number)
def test_every_lesson_has_a_guide_and_its_edition_carries_all_of_it(one):
    if not any(guide_path(lesson).exists() for lesson in PRESENT):
        pytest.skip("no lesson has a guide yet: they are being written")
    material = planted.read_material(one)
    guide = read_guide(material)
    assert guide, f"lesson {one.number} has no guide: {guide_path(one)}"
    text = pages(material, guide, as_typed)
    told = [part for section in guide.sections for part in section]
    assert [part for part in (*told, *guide.predictions.values()) if part not in text] == []


def test_a_part_of_a_guide_that_is_not_printed_is_found(lesson):
    guide = with_guide(lesson, GUIDE)
    cut = replace(guide, sections=guide.sections[:-1])
    assert guide.sections[-1][1] not in pages(lesson, cut, as_typed)


def test_a_guide_is_read_section_by_section_and_question_by_question(lesson):
    guide = with_guide(lesson, GUIDE)
    assert guide.title == "Guide to lesson 4: Gradient descent"
    assert [title for title, _ in guide.sections] == [
        "The idea", "The minutes", "The predictions", "On the board",
    ]  # fmt: skip
    assert guide.predictions == {"gd-2": "Expect a third each.\n\n- Under 30 %: to the board."}
    assert "x ---> step\n\n   ---> x" in dict(guide.sections)["On the board"]


def test_a_guide_on_a_question_that_the_lesson_does_not_ask_is_refused(lesson):
    with pytest.raises(HandoutError, match="Lesson 04 .*section on gd-9.*\n.*asks gd-2, gd-3"):
        with_guide(lesson, GUIDE.replace("### gd-2", "### gd-9"))


def test_the_pages_set_answers_and_wrong_values_beside_the_guides_words(lesson):
    text = pages(lesson, with_guide(lesson, GUIDE), as_typed)
    told, rest = text.split("The other questions")
    assert "*Answer: C (44).*" in told and "Expect a third each." in told
    assert "smaller is safer, so it is better" in told
    assert "*Answer: 0.5.*" in rest and "steeper needs a larger step" in rest


def test_without_a_guide_the_pages_say_so_and_explain_the_answers_all_the_same(lesson):
    text = pages(lesson, None, as_typed)
    assert "no guide yet" in text and "notebooks/instructor/04_guide.md" in text
    assert "*Answer: C (44).*" in text


@pytest.mark.parametrize(
    ("value", "said"), [("C", "C"), ([6, 2.4], "6; 2.4"), (2.5937424601, "2.594"), (2.0, "2"),
                        (2097151, "2097151"), ([9, "any"], "9; any")]
)  # fmt: skip
def test_values_are_said_as_on_a_board(value, said):
    assert in_words(value) == said


def test_a_sentence_has_no_answer():
    assert answer_of("gd-6") == ""


@pytest.mark.parametrize("one", PRESENT, ids=lambda one: one.number)
def test_every_exercise_has_its_solution(one):
    lesson = planted.read_material(one)
    solutions = solutions_of(one)
    assert set(solutions) == set(lesson.ids("check"))
    assert all(solution.code and solution.text for solution in solutions.values())
