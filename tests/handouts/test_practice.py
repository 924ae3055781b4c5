"""Sheets of practice: as many as pupils, no two alike, with their keys on one page."""

import pytest

from dlfs.classroom.practising.drawing_tasks import HIGHEST, KINDS
from tests.handouts.paper_tools import needs_paper, reader, text_of
from tools.handouts import HandoutError, practice
from tools.handouts.__main__ import write_practice

PUPILS = 30


def test_no_two_sheets_have_a_task_in_common():
    sheets = practice.sheets_of_tasks(PUPILS, seed=3)
    given = [task.printed for sheet in sheets for task in sheet]
    assert len(sheets) == PUPILS and len(set(given)) == len(given) == PUPILS * 7


def test_one_seed_gives_one_set_of_sheets_and_another_seed_another():
    assert practice.sheets_of_tasks(3, 1) == practice.sheets_of_tasks(3, 1)
    assert practice.sheets_of_tasks(3, 1) != practice.sheets_of_tasks(3, 2)


def test_each_sheet_has_each_kind_at_a_level_that_there_is():
    assert set(practice.ON_A_SHEET) == set(KINDS)
    assert all(level <= HIGHEST[kind] for kind, level in practice.ON_A_SHEET.items())


def test_the_keys_stand_on_their_page_alone():
    made, sheets = practice.pages(3, 1), practice.sheets_of_tasks(3, 1)
    for task in (task for sheet in sheets for task in sheet):
        key = "; ".join(task.key)
        assert f'[#"{key}"]' in made["keys"].text
        assert len(task.key) == 1 or key not in made["sheets"].text


@pytest.mark.parametrize("pupils", [0, -1, practice.MOST + 1])
def test_too_few_and_too_many_pupils_are_refused_in_words(pupils):
    with pytest.raises(HandoutError, match="pupils"):
        practice.sheets_of_tasks(pupils)


@needs_paper
@pytest.mark.parametrize("pupils", [pytest.param(practice.MOST, marks=pytest.mark.slow), 4])
def test_each_sheet_is_one_page_and_so_are_all_keys(pupils, tmp_path, capsys):
    sheets, keys = (path.read_bytes() for path in write_practice(tmp_path, pupils, 0))
    assert len(reader(sheets).pages) == pupils and len(reader(keys).pages) == 1
    pages = [page.extract_text() for page in reader(sheets).pages]
    assert all(f"sheet {number}" in text for number, text in enumerate(pages, 1))
    assert str(pupils) in text_of(keys) and "keys_" in capsys.readouterr().out
