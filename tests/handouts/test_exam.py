"""The exam and the test are the lessons' own questions, and each paper can be written alone."""

from fractions import Fraction

import pytest

from dlfs.classroom import lessons
from tests.handouts import leaking
from tools.course import read_course
from tools.handouts import exam
from tools.handouts.on_paper import for_paper, pointing

COURSE = read_course()
PAPERS = {paper.name: paper for paper in exam.papers(COURSE)}


def as_typed(text: str, place: str) -> str:
    return text


def test_a_variant_has_a_question_of_every_lesson_after_the_first():
    for name in ("exam_a", "exam_b"):
        homes = [lessons.find_question(one).lesson for one in PAPERS[name].questions]
        assert homes == sorted(homes) and {lesson.number for lesson in COURSE[1:]} == set(homes)


def test_no_question_stands_in_two_papers_but_the_test_is_the_same_before_and_after():
    a, b, before, after = (set(paper.questions) for paper in PAPERS.values())
    assert not a & b and not (a | b) & before and before == after
    assert len(before) == 10
    assert PAPERS["test_before"].questions != PAPERS["test_after"].questions


def test_every_question_has_an_answer_that_needs_no_judge_and_points_at_nothing():
    for paper in PAPERS.values():
        for name in paper.questions:
            question = lessons.find_question(name)
            assert question.answer is not None and question.kind != "sentence"
            texts = (question.text, *question.choices)
            assert [hit for text in texts for hit in pointing(for_paper(text), False)] == []


def test_the_papers_hold_no_answer_and_the_keys_all_of_them():
    made = exam.pages(COURSE, as_typed)
    for name, paper in PAPERS.items():
        whys = [lessons.find_question(one).why for one in paper.questions]
        told = [part for why in whys for part in leaking.sentences(why)]
        text = made[name].text
        assert told and "#question(" in text and "answer: [" not in text
        assert [one for one in told if one in text] == []
        key = made[name.replace("_before", "").replace("test_after", "test") + "_answers"].text
        assert all(f'name: "{one}"' in key for one in paper.questions)
        assert key.count("answer: [") == len(paper.questions)


def test_a_lost_question_is_found():
    """The check above is able to fail."""
    made = exam.pages(COURSE, as_typed)
    assert f'name: "{PAPERS["exam_b"].questions[0]}"' not in made["exam_a_answers"].text


@pytest.mark.parametrize(("before", "after"), [(0, 10), (4, 7), (9, 10), (5, 5), (3, 1)])
def test_the_gain_is_the_share_of_what_was_missing(before, after):
    assert exam.gain(before, after) == pytest.approx(float(Fraction(after - before, 10 - before)))


def test_the_table_shows_a_gain_for_every_pair_that_did_not_fall():
    table = exam.gain_table()
    assert table.count("[0.50]") == sum(
        2 * (after - before) == 10 - before for before in range(10) for after in range(11)
    )
    assert table.count("[1.00]") == 10
