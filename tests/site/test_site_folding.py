"""What answers a question is folded on its page; everything else is in sight."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from dlfs.classroom import lessons
from tools.course import NOTEBOOKS, read_course
from tools.site.build import existing
from tools.site.folding import PREDICTIONS, split_at_headings, stretches

THERE = existing(read_course())
CALLS = {one: new_code_cell(f'ask("{one}")') for one in ("gd-2", "gd-1", "ce-2")}
LOOK, CODE = new_markdown_cell("Now look."), new_code_cell("print(1)")
HEADING = new_markdown_cell("## Next\n\nGo on.")


def folded(*cells) -> list[tuple[str, list[str]]]:
    found = [one for one in stretches(list(cells)) if one.is_folded]
    return [(one.question, [cell.source for cell in one.cells]) for one in found]


def test_what_follows_a_prediction_is_folded_up_to_the_next_heading_question_or_exercise():
    for end in (HEADING, CALLS["gd-1"], new_code_cell('check("descent-step")')):
        cells = [HEADING, CALLS["gd-2"], LOOK, CODE, end, CODE]
        assert folded(*cells) == [("gd-2", ["Now look.", "print(1)"])]


def test_a_question_at_the_end_or_of_an_earlier_lesson_folds_nothing_that_comes_after():
    assert lessons.find_question("gd-1").where == "exit"
    assert folded(CALLS["gd-1"], LOOK, CODE) == []
    assert folded(CALLS["gd-2"], LOOK, HEADING, CODE) == []


def test_a_heading_inside_a_cell_ends_the_fold_there():
    both = new_markdown_cell("It is 1.\n\n## Next\n\nGo on.")
    assert folded(CALLS["gd-2"], CODE, both, CODE) == [("gd-2", ["print(1)", "It is 1.\n\n"])]
    assert [cell.source for cell in split_at_headings([HEADING, CODE])] == [
        HEADING.source, CODE.source,
    ]  # fmt: skip


def test_no_cell_is_lost_and_none_moves():
    for lesson in THERE:
        cells = nbformat.read(NOTEBOOKS / lesson.file, as_version=4).cells
        text = "".join(cell.source for one in stretches(cells) for cell in one.cells)
        assert text == "".join(cell.source for cell in cells)


def test_in_every_lesson_what_answers_its_first_prediction_is_folded():
    for lesson in THERE:
        cells = nbformat.read(NOTEBOOKS / lesson.file, as_version=4).cells
        hidden = {one.question for one in stretches(cells) if one.is_folded}
        first = next(one for one in lessons.lesson(lesson.number).questions
                     if one.where == "predict")  # fmt: skip
        assert first.where in PREDICTIONS and first.id in hidden, lesson.number
