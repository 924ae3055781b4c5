"""A sheet stands by itself: it points at nothing that is not on it, and leaves room to write."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlfs.classroom import lessons
from tests.handouts import planted
from tests.handouts.planted import code, picture, words
from tools.handouts.answers import missing_lines
from tools.handouts.build import code_to_write, read_sources
from tools.handouts.on_paper import for_paper, one_line, pointing, replacements
from tools.handouts.paper import LETTERS, ROOMS, Density, Writer, lines_for
from tools.handouts.sheet import student_sheet

SOURCES = read_sources()
EACH_LESSON = pytest.mark.parametrize(
    "source", SOURCES, ids=[source.material.lesson.number for source in SOURCES]
)
AIRY = Density(LETTERS[0], *ROOMS[0])


def as_typed(text: str, place: str) -> str:
    return text


def texts_of(block) -> list[str]:
    """Return what a block says, in the lesson's words."""
    fields = block.fields or {}
    said = [block.text, fields.get("text"), fields.get("task"), *fields.get("choices", ())]
    said.append(block.picture.caption if block.picture else "")
    return [text for text in said if text]


def faults(sheet) -> list[tuple[str, list[str]]]:
    """Return the places of a sheet that point at what it does not have."""
    pictured = {block.section for block in sheet.blocks if block.picture}
    found = [
        (block.place, pointing(for_paper(text), block.section in pictured))
        for block in sheet.blocks for text in texts_of(block)
    ]  # fmt: skip
    return [fault for fault in found if fault[1]]


@EACH_LESSON
def test_no_sentence_points_at_what_is_not_printed(source):
    assert faults(student_sheet(source.material)) == []


@pytest.mark.parametrize("sentence", [
    "**Now** press the button.", "**Run** the next cell.", "**Left:** the points.",
    "**Move** the slider.", "The picture above has a **ring**.", "**Before you run** both, guess.",
])  # fmt: skip
def test_a_sentence_that_points_at_nothing_is_found(tmp_path, sentence):
    lesson = planted.material(tmp_path, words(f"## One\n\n{sentence.replace('**L', 'L')} **x**"))
    assert faults(student_sheet(lesson)) != []


def test_a_picture_that_is_printed_may_be_pointed_at(tmp_path):
    lesson = planted.material(
        tmp_path, words("## One\n\nLeft: the **points**."), code("x", picture("a", False))
    )
    assert faults(student_sheet(lesson)) == []


def test_every_passage_that_is_replaced_still_stands_in_a_lesson():
    pages = "".join(
        one_line("".join(cell["source"]))
        for source in SOURCES
        for cell in json.loads(source.material.path.read_text(encoding="utf-8"))["cells"]
    )
    asked = [lessons.find_question(name) for one in SOURCES for name in one.material.ids("ask")]
    said = pages + " ".join(one_line(text) for one in asked for text in (one.text, *one.choices))
    assert [screen for screen in replacements() if screen not in said] == []


def test_what_is_for_screens_is_left_out():
    assert for_paper("A ring is a point. Try: which is the last?") == "A ring is a point."
    assert for_paper("Write a step.\n\n`check` tries it. It says why.") == (
        "Write a step.\n\nIt says why."
    )
    assert for_paper("Before you run it: what comes out?") == "First: what comes out?"


@EACH_LESSON
def test_what_was_seen_is_asked_only_below_its_picture(source):
    for room in ROOMS:
        writer = Writer(student_sheet(source.material), as_typed)
        blocks = []
        writer._block = lambda block, blocks=blocks: blocks.append(block) or ""
        writer.parts(Density(LETTERS[0], *room))
        for at, block in enumerate(blocks):
            if block.kind == "saw":
                before = [one for one in blocks[:at] if one.section == block.section]
                assert any(one.picture for one in before), (block.place, room)


@EACH_LESSON
def test_the_exit_ticket_stands_before_the_work_at_home(source):
    for room in ROOMS:
        text = "".join(Writer(student_sheet(source.material), as_typed).parts(
            Density(LETTERS[0], *room)
        ))  # fmt: skip
        home = text.find("#part([After class])")
        asked = [name for name in source.material.ids("ask")
                 if lessons.find_question(name).where == "exit"
                 and lessons.find_question(name).lesson == source.material.lesson.number]  # fmt: skip
        assert asked
        assert home == -1 or all(text.rfind(f'name: "{name}"') < home for name in asked)


@given(st.integers(0, 40))
def test_a_line_of_code_gets_a_line_and_a_half(code_lines):
    assert 1.5 * code_lines <= lines_for(code_lines) < 1.5 * code_lines + 1


@pytest.mark.parametrize(("solution", "stub", "missing"), [
    ("def f():\n    a = 1\n    b = 2\n    return a + b", "def f():\n    return ...", 2),
    ("def f():\n    return 1", "def f():\n    return ...", 0),
    ("def f():\n    a = 1\n    return a", "def f():\n    ...", 2),
    ("x = 1\ny = 2", "x = 1\ny = 2", 0),
])  # fmt: skip
def test_the_lines_to_write_are_those_that_the_stub_does_not_give(solution, stub, missing):
    assert missing_lines(solution, stub) == missing


@EACH_LESSON
def test_the_room_of_an_exercise_follows_its_solution(source):
    wanted = code_to_write(source)
    text = "".join(Writer(student_sheet(source.material), as_typed, to_write=wanted).parts(AIRY))
    for name, count in wanted.items():
        after = text[text.index(f'#exercise(name: "{name}"') :].split("\n\n#")[0]
        assert (f"#lines({lines_for(count)}, " in after) == (count > 0), name


def test_what_leads_to_an_exercise_stays_with_it(tmp_path):
    lesson = planted.material(
        tmp_path, words("## Make it\n\nTwo **steps**."), code('check("descent-step")')
    )
    (text,) = Writer(student_sheet(lesson), as_typed).parts(AIRY)
    assert "#block(sticky: true)[Two **steps**.]" in text
