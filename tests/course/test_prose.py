"""Every number in the prose is proved, and the questions use no word before its lesson."""

import tomllib

import pytest

from tests.course import word_rules
from tools.proof import claims, number_rules
from tools.proof.pages import LISTED, chosen_pages, complaints
from tests.course.planted import faultless, lesson, printed
from tools.proof.chosen import is_chosen
from tools.course import ROOT

QUESTIONS = sorted((ROOT / "dlfs" / "classroom" / "lessons").glob("*.toml"))


def unproved(page) -> list[str]:
    return number_rules.unproved_numbers(page, claims.claimed(page.lesson.number))


@pytest.mark.lesson
def test_every_number_in_the_prose_is_printed_or_proved():
    assert complaints(unproved, chosen_pages()) == {}


def disproved(slow: bool) -> dict[str, list[str]]:
    """Return what the claims' computations contradict, by lesson and name of the claim."""
    chosen = [made for made in claims.CLAIMS if made.slow == slow and is_chosen(made.lesson)]
    found = {f"{made.lesson} {made.compute.__name__}": claims.disproved(made) for made in chosen}
    return {name: said for name, said in found.items() if said}


@pytest.mark.lesson
def test_every_claim_is_what_its_computation_gives():
    assert disproved(slow=False) == {}


@pytest.mark.slow
def test_every_claim_over_many_seeds_is_what_its_computation_gives():
    assert disproved(slow=True) == {}


def test_a_number_that_a_cell_prints_is_proved():
    assert number_rules.claimed_numbers(faultless()) == ["0.387"]
    assert number_rules.unproved_numbers(faultless(), set()) == []


@pytest.mark.parametrize("number", ["0.388", "2,097,151", "2{,}097{,}151", ".5", "392", "1.5e-7"])
def test_a_number_that_nothing_proves_is_found(number):
    page = lesson(f"The loss is {number}.", printed("print(x)", "0.3870\n"))
    assert number_rules.unproved_numbers(page, set()) != []
    assert number_rules.unproved_numbers(page, {number_rules.value(number)}) == []


def test_a_number_that_was_measured_on_one_machine_proves_nothing():
    text, output = "A step takes 0.026 s.", "On this machine: 0.026 s\n"
    assert number_rules.unproved_numbers(lesson(text, printed("print(x)", output)), set()) != []


@pytest.mark.parametrize(
    ("prose", "output"),
    [("grows to 2,097,151", "2097151"), ("about .5", "0.50"), ("(-2.59)", "x = -2.59"),
     ("$10^{-7} \\cdot 1.5$", "1.50"), ("100 points.", "n=100,"), ("**0.14**", "J=0.1400")],
)  # fmt: skip
def test_the_same_number_may_be_written_in_two_ways(prose, output):
    assert number_rules.unproved_numbers(lesson(prose, printed("print(x)", output)), set()) == []


@pytest.mark.parametrize("prose", ["12 steps", "lesson 04", "W00 and n1", "[a](b.c/123.html)"])
def test_small_whole_numbers_names_and_links_need_no_proof(prose):
    assert number_rules.claimed_numbers(lesson(prose)) == []


def test_a_claim_that_its_computation_does_not_give_is_found():
    right = claims.Claim("04", ("6.87", "1,048,576"), lambda: (-6.8712, 2**20))
    wrong = claims.Claim("04", ("6.87",), lambda: 6.86)
    short = claims.Claim("04", ("6.87", "2.03"), lambda: 6.87)
    assert claims.disproved(right) == []
    assert claims.disproved(wrong) == ["6.87 is 6.86"]
    assert claims.disproved(short) == ["2 numbers, 1 results"]


def test_a_given_number_says_why():
    assert all(why.strip() for why in claims.GIVENS.values())


def texts(entry) -> list[str]:
    """Return every text in a question file, whatever its place."""
    if isinstance(entry, str):
        return [entry]
    if isinstance(entry, dict):
        entry = list(entry.values())
    return [text for child in entry for text in texts(child)] if isinstance(entry, list) else []


def faults_in_questions(number: str, entry) -> list[str]:
    place = [lesson.number for lesson in LISTED].index(number)
    whole = "\n".join(texts(entry))
    return word_rules.too_early(whole, place) + word_rules.hurting(whole)


@pytest.mark.lesson
def test_the_questions_use_no_word_before_its_lesson():
    listed = {lesson.number for lesson in LISTED}
    read = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in QUESTIONS
            if path.stem in listed and is_chosen(path.stem)}  # fmt: skip
    found = {number: faults_in_questions(number, entry) for number, entry in read.items()}
    assert {number: said for number, said in found.items() if said} == {}


def test_a_question_with_a_later_word_is_found():
    entry = {"gd-1": {"question": "What is next?", "choices": ["the chain rule", "just 2", "3"]}}
    assert len(faults_in_questions("04", entry)) == 2
