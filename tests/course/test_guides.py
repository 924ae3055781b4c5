"""Every lesson has an instructor's guide, which keeps its form and agrees with its lesson."""

import zipfile
from itertools import combinations

import pytest

from tools.proof.chosen import is_chosen
from tests.course import guide_rules, word_rules
from tests.course.guide_rules import CHECKS, TEACHING, sentences
from tools.proof.doubts import all_doubts
from tools.proof.guides import Guide, guides
from tools.proof.mending import report
from tools.proof.pages import COURSE, LISTED
from tools import students
from tools.course import ROOT, lesson_paths

GUIDES = guides()
FOUR = next(guide for guide in GUIDES if guide.number == "04")


def named(thing) -> str:
    return getattr(thing, "__name__", "")


@pytest.mark.lesson
def test_every_lesson_that_exists_has_a_guide():
    missing = {path.name[:2] for path in lesson_paths()} - {guide.number for guide in GUIDES}
    assert [f"notebooks/instructor/{n}_guide.md" for n in sorted(missing) if is_chosen(n)] == []


@pytest.mark.lesson
@pytest.mark.parametrize("check", CHECKS, ids=named)
def test_every_guide(check):
    chosen = [guide for guide in GUIDES if is_chosen(guide.number) and not guide.lesson.draft]
    found = {guide.number: check(guide) for guide in chosen}
    assert {number: said for number, said in found.items() if said} == {}


def test_no_number_of_the_course_is_doubted():
    """Here, because it plays the guides, too, and they are played once for this file."""
    assert report(all_doubts({lesson.number for lesson in COURSE})) == ""


def with_fault(old: str, new: str) -> Guide:
    """Return the guide to lesson 4 with one text in place of another."""
    assert old in FOUR.text
    return Guide("04", FOUR.text.replace(old, new, 1))


AGAIN = "Each counts the steps until 1 % of the starting distance is left."  # from 04.toml
FAULTS = [
    (guide_rules.has_its_title, "# Guide to lesson 4", "# Guide to lesson 5"),
    (guide_rules.has_its_title, "Gradient descent", "Descent"),
    (guide_rules.has_its_sections, "## To discuss", "## Discussion"),
    (guide_rules.has_its_sections, "## To discuss", "## Rubric\n\n## To discuss"),
    (guide_rules.fits_on_two_pages, "One number", "word " * 400),
    (guide_rules.covers_the_minutes, "| 75 | 45 | 50 | 90 | what", "| 70 | 45 | 50 | 90 | what"),
    (guide_rules.covers_the_minutes, "| 75 | 45 | 50 | 90 | End", "| 70 | 45 | 50 | 90 | End"),
    (guide_rules.covers_the_minutes, "| 75 | 45 | 50 | 90 | End", "| 75 | 45 | 55 | 90 | End"),
    (guide_rules.covers_the_minutes, "| 75 | 45 | 50 | 90 | End", "| 75 | 45 | 50 | - | End"),
    (guide_rules.covers_the_minutes, "| 0 | - | 0 | 0 |", "| 0 | - | 0 | 1 |"),
    (guide_rules.covers_the_minutes, "| 35 | 24 | 28 | 42 |", "| 35 | 24 | 28 | 12 |"),
    (guide_rules.covers_the_minutes, "| 35 | 24 | 28 | 42 |", "| 35 | 24 | 28 | later |"),
    (guide_rules.covers_the_minutes, "| 35 | 24 | 28 | 42 |", "| 36 | 24 | 28 | 42 |"),
    (guide_rules.covers_the_minutes, "| 58 | - | - |", "| 58 | 38 | - |"),
    (guide_rules.covers_the_minutes, "| 75 | 45 | 50 | 90 | End | |", "| 75 | 45 | 50 | 90 | End |"),
    (guide_rules.covers_the_minutes, "| 58 | - | - |", "| 58 | - | 42 |"),
    (guide_rules.asks_what_every_form_has, "the predictions of your form", "both predictions"),
    (guide_rules.asks_what_every_form_has, "| 2 | the predictions", "| 2 | `lr-3`, the predictions"),
    (guide_rules.has_the_predictions_of_its_lesson, "### gd-2", "### gd-4"),
    (guide_rules.has_the_predictions_of_its_lesson, "### lr-3", "lr-3"),
    (guide_rules.splits_add_up, "A 45", "A 5"),
    (guide_rules.splits_add_up, "Expected: A", "A"),
    (guide_rules.splits_add_up, "D 25 %.", "right 25 %."),
    (guide_rules.names_items_that_exist, "`lr-2`", "`lr-22`"),
    (guide_rules.names_items_that_exist, "`descent-three`", "`descent-four`"),
    (guide_rules.has_the_exit_ticket_of_its_lesson, "- `gd-1`:", "- `gd-2`:"),
    (guide_rules.has_the_exit_ticket_of_its_lesson, "- `gd-6`:", "And `gd-6`:"),
    (guide_rules.has_three_prompts_a_board_and_a_rubric, "\n3. ", "\n4. "),
    (guide_rules.has_three_prompts_a_board_and_a_rubric, "```\n", ""),
    (guide_rules.has_three_prompts_a_board_and_a_rubric, "```\n", "```\n" + "-" * 79 + "\n"),
    (guide_rules.has_three_prompts_a_board_and_a_rubric, "f(x) = x^2", "f(x) = x\u00b2"),
    (guide_rules.has_three_prompts_a_board_and_a_rubric, "\n| 2 | ", "\n| 1 | "),
    (guide_rules.numbers_are_proved, "0.0097", "0.0098"),
    (guide_rules.numbers_are_proved, "x = 1.92", "x = 1.93"),
    (guide_rules.types_nothing_twice, "Alone, then cards.", AGAIN),
    (guide_rules.no_word_hurts, "Walk it", "Simply walk it"),
]


@pytest.mark.parametrize(("check", "old", "new"), FAULTS, ids=named)
def test_a_fault_in_a_guide_is_found(check, old, new):
    assert check(FOUR) == []
    assert check(with_fault(old, new)) != []


SETTINGS = "`descent`: `learning_rate = 1.9`, `t = 44` gives 0.0097; `[0.5]`"
WRONG_SETTINGS = [
    ("`descent`:", "`training`:"),  # an explorer of another lesson
    ("`descent`:", "set"),
    ("`t = 44`", "`t = 101`"),
    ("`t = 44`", "`t = 4.5`"),
    ("`t = 44`", "`t = four`"),
    ("`t = 44`", "`seed = 44`"),
    ("`t = 44`", "`readout = 'x'`"),
    ("`learning_rate = 1.9`", "`learning_rate = 7`"),
    ("`[0.5]`", "`[0.6]`"),
]


@pytest.mark.parametrize(("old", "new"), WRONG_SETTINGS)
def test_a_setting_that_its_explorer_does_not_have_is_found(old, new):
    assert old in SETTINGS
    wrong = Guide("04", SETTINGS.replace(old, new))
    assert len(guide_rules.sets_what_its_explorers_have(wrong)) >= 1


def test_settings_that_an_explorer_has_are_no_fault():
    right = Guide("04", SETTINGS)
    assert guide_rules.sets_what_its_explorers_have(right) == []
    assert guide_rules.its_explorers_say_what_it_says(right) == []


def test_an_order_that_the_explorer_cannot_read_is_found():
    stopped, unread = (Guide("01", f'`graph`: `order = "w {q} add"`') for q in "xq")
    assert guide_rules.sets_what_its_explorers_have(stopped) == []
    assert len(guide_rules.sets_what_its_explorers_have(unread)) == 1


def test_a_number_that_no_setting_beside_it_gives_is_found():
    wrong = Guide("04", SETTINGS.replace("0.0097", "0.6931"))
    assert len(guide_rules.its_explorers_say_what_it_says(wrong)) == 1


def test_a_wrong_value_that_no_question_foresees_is_found():
    one = next(guide for guide in GUIDES if guide.number == "01")
    assert "`21; 40`:" in one.text
    assert guide_rules.splits_add_up(Guide("01", one.text.replace("`21; 40`", "`21; 41`"))) != []


def test_what_is_the_same_in_every_lesson_is_said_once_on_one_page():
    text = TEACHING.read_text(encoding="utf-8")
    assert 300 <= guide_rules.word_count(text) <= 650
    assert "estimates" in text
    assert word_rules.hurting(text) == []


def repeated(texts: list[str]) -> set[str]:
    """Return the longer sentences that stand in more than one of the texts."""
    pairs = combinations(map(sentences, texts), 2)
    return {sentence for one, other in pairs for sentence in one & other}


def test_no_guide_repeats_a_sentence_of_another_one():
    texts = [TEACHING.read_text(encoding="utf-8"), *(guide.text for guide in GUIDES)]
    assert repeated(texts) == set()


def test_a_repeated_sentence_is_found():
    idea = "A bound on the rate is a promise and no cliff."
    assert repeated([f"First. {idea} Last.", f"| 5 | {idea} |"]) == {idea}


def for_instructors(names) -> list[str]:
    """Return the names that a student should not find."""
    for_all = ("LICENSE.txt", "READ-ME.txt")
    return [name for name in names if not (name.endswith(".ipynb") or name in for_all)
            or "solution" in name or "instructor" in name]  # fmt: skip


def test_no_guide_is_in_the_copies_of_a_student_or_of_a_class(tmp_path):
    copies = students.add_new_copies(tmp_path / "my")
    assert for_instructors(path.name for path in (tmp_path / "my").rglob("*")) == []
    with zipfile.ZipFile(students.pack(tmp_path / "class.zip")) as packed:
        names = packed.namelist()
        text = "\n".join(packed.read(name).decode("utf-8") for name in names)
    assert for_instructors(names) == [] and len(names) == len(copies) + 2
    assert [guide.number for guide in GUIDES if guide.text.splitlines()[0] in text] == []


def test_a_guide_among_the_copies_is_found():
    names = ["04_gradient_descent.ipynb", "LICENSE.txt"]
    assert for_instructors(names) == []
    for stray in ("04_guide.md", "instructor/teaching.md", "04_solutions.ipynb"):
        assert for_instructors([*names, stray]) == [stray]


def stray_pages(names) -> list[str]:
    """Return the Markdown files of the instructor's folder that belong to no lesson."""
    listed = {f"{lesson.number}_guide.md" for lesson in LISTED}
    return sorted(set(names) - listed - {TEACHING.name, "before.md"})


def test_every_guide_belongs_to_a_lesson():
    names = [path.name for path in (ROOT / "notebooks" / "instructor").glob("*.md")]
    assert stray_pages(names) == []
    assert stray_pages([*names, "4_guide.md"]) == ["4_guide.md"]
