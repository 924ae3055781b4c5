"""The pages judge an answer as the notebooks do: their script agrees with the classroom."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlfs.classroom import lessons
from dlfs.classroom.asking import number_forms, verdicts
from dlfs.classroom.lessons.question import ANY
from tests.site.scripts import Node
from tools.site import questions

SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
QUESTIONS = [
    question for number in lessons.numbers() for question in lessons.lesson(number).questions
]
SIGNS = "0123456789" * 3 + ".,,'_ +-*/^x=e%;|()[]\t" + "".join(map(chr, number_forms.KEYBOARD))
PLAIN = st.builds(
    lambda sign, value, form: f"{sign}{value:{form}}",
    st.sampled_from(["", "-", "+", "- ", "\u2212"]),
    st.floats(0, 1e9),
    st.sampled_from([".2f", ".0f", ".4g", "_.1f", ",.0f", ".3e", ".9f"]),
)
FORMS = st.one_of(
    PLAIN,
    PLAIN.map(lambda text: text.replace(",", " ").replace(".", ",")),
    st.builds("{}/{}".format, PLAIN, PLAIN),
    st.builds("{} x {}^{}".format, PLAIN, st.integers(0, 12), st.integers(-320, 320)),
    st.builds("{}{}".format, PLAIN, st.sampled_from(number_forms.UNITS)),
    st.builds("{}{}".format, st.sampled_from(["x = ", "~", "p(1) = ", "w1="]), PLAIN),
    st.text(SIGNS, max_size=12),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12),
)
LISTS = st.lists(FORMS, min_size=1, max_size=4).flatmap(
    lambda parts: st.sampled_from(["; ", ", ", " ", ",", "|", " and ", "\n"]).map(
        lambda mark: mark.join(parts)
    )
)


def by_python(numbers) -> list:
    return [[number.value, number.digits, number.step] for number in numbers]


def by_script(numbers) -> list:
    return [[number["value"], number["digits"], number["step"]] for number in numbers]


def same(found: list, wanted: list) -> bool:
    return len(found) == len(wanted) and all(
        one == pytest.approx(other, rel=1e-12) for one, other in zip(found, wanted)
    )


def differing(javascript, texts: list[str]) -> list:
    """Return the texts that the script reads otherwise than Python does."""
    found = javascript([["readNumber", text, "m"] for text in texts])
    pairs = zip(texts, found, strict=True)
    return [
        (text, by_script(numbers))
        for text, numbers in pairs
        if not same(by_script(numbers), by_python(number_forms.read_number(text, "m")))
    ]


@given(st.lists(FORMS, min_size=40, max_size=80))
@SLOW
def test_the_script_reads_a_number_as_python_does(javascript, texts):
    assert differing(javascript, texts) == []


@given(st.lists(LISTS, min_size=30, max_size=60), st.integers(2, 4))
@SLOW
def test_the_script_reads_several_numbers_as_python_does(javascript, texts, count):
    found = javascript([["readNumbers", text, count] for text in texts])
    for text, rows in zip(texts, found, strict=True):
        wanted = number_forms.read_numbers(text, count)
        assert (text, len(rows)) == (text, len(wanted))
        for row, numbers in zip(rows, wanted):
            assert same(by_script(row), by_python(numbers)), text


NAMED = ["2,59", "1/2", "-.5", "39 deg", "2 097 151", "1,159", "2.097.151", "1e-5", "10^-5", "50 %",
         "3 x 10^4", "1'000", "~ 3", "x = 4", "\u22122,5", "", "...", "1/0", "nan", "1e999", "3 m",
         "0,0", "007", "9" * 301]  # fmt: skip


def test_the_forms_that_people_use_are_read_alike(javascript):
    assert differing(javascript, NAMED) == []


FAULTS = {
    'readings.push(body.replace(",", "."))': 'readings.push(body.replace(",", ""))',
    "number.value * share": "number.value",
    "Number(match[1] || 1)": "1",
    "top.value / low.value, digits": "low.value / top.value, digits",
    '.replace(/^0+/, "")': "",
}


@pytest.mark.parametrize("right", FAULTS)
def test_a_script_that_reads_otherwise_is_found(javascript, right):
    if not isinstance(javascript, Node):
        pytest.skip("node is not installed: the planted faults are run there")
    sick = Node(javascript.command[0])
    assert right in sick.command[2]
    sick.command[2] = sick.command[2].replace(right, FAULTS[right])
    assert differing(sick, NAMED) != []


def key_of(question, answer: str) -> str:
    """Return the key of the text with which `judge` answers."""
    verdict = verdicts.judge(question, answer)
    if not verdict.understood:
        return "unreadable"
    if question.kind == "sentence":
        return "kept"
    if verdict.right:
        return "right"
    causes = [entry.misconception for entry in question.wrong]
    return f"wrong-{causes.index(verdict.misconception)}" if verdict.misconception else "nudge"


def answers_to(question) -> list[str]:
    """Return answers that matter: the right one, each known wrong one, and their neighbours."""
    values = [question.answer, question.number, *(entry.value for entry in question.wrong)]
    rows = [value if isinstance(value, list) else [value] for value in values if value is not None]
    filled = [[0.5 if entry == ANY else entry for entry in row] for row in rows]
    near = [
        [entry if isinstance(entry, str) else entry * factor for entry in row]
        for row in filled
        for factor in (1, 1.009, 1.011, -1, 1.5)
    ]
    texts = ["; ".join(str(entry) for entry in row) for row in near]
    return [*texts, *(text.replace(".", ",") for text in texts), *question.letters, "", "huh", "0"]


def test_every_answer_gets_the_same_verdict_as_in_a_notebook(javascript):
    asked = [(question, answer) for question in QUESTIONS for answer in answers_to(question)]
    calls = [["judge", questions.data_of(question), answer] for question, answer in asked]
    assert len(asked) > 20 * len(QUESTIONS) > 500
    for (question, answer), found in zip(asked, javascript(calls), strict=True):
        assert (question.id, answer, found["key"]) == (
            question.id, answer, key_of(question, answer)
        )  # fmt: skip


def test_which_of_several_numbers_are_right_is_said_as_in_a_notebook(javascript):
    several = [question for question in QUESTIONS if question.count > 1]
    assert several
    for question in several:
        half = [question.answer[0], *(entry + 123.25 for entry in question.answer[1:])]
        text = "; ".join(str(entry) for entry in half)
        (found,) = javascript([["judge", questions.data_of(question), text]])
        said = verdicts.judge(question, text).text
        if found["key"] == "nudge":
            words = ["right" if mark else "no" for mark in found["marks"]]
            assert [said.count(f": {word}") for word in ("right", "no")] == [
                words.count(word) for word in ("right", "no")
            ]


def test_there_is_a_text_for_every_key():
    for question in QUESTIONS:
        texts = questions.texts_of(question)
        keys = {key_of(question, answer) for answer in answers_to(question)}
        assert (question.id, keys - set(texts)) == (question.id, set())


def test_a_known_wrong_value_is_answered_by_its_own_reply():
    for question in QUESTIONS:
        texts = questions.texts_of(question)
        for number, entry in enumerate(question.wrong):
            assert (question.id, texts[f"wrong-{number}"]) == (
                question.id, f"Not yet. {entry.reply.strip()}"
            )  # fmt: skip
