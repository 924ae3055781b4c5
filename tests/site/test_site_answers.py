"""The pages judge an answer as the notebooks do: their script agrees with the classroom."""

import dataclasses
import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dlfs.classroom import lessons
from dlfs.classroom.asking import reading, verdicts
from dlfs.classroom.asking.reading import Form
from dlfs.classroom.lessons.question import ANY
from tests.classroom import test_reading
from tests.classroom.test_answers_as_written import rows_of_people
from tests.classroom.test_asking import AN_IDEA, NO_IDEA
from tests.site.scripts import Node
from tools.site import questions

# Each example starts node once. What is found is not made smaller: that takes minutes.
SLOW = settings(
    max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
QUESTIONS = [
    question for number in lessons.numbers() for question in lessons.lesson(number).questions
]
PLAIN = st.builds(
    lambda sign, value, form: f"{sign}{value:{form}}",
    st.sampled_from(["", "-", "+", "- ", "\u2212"]),
    st.floats(0, 1e9),
    st.sampled_from([".2f", ".0f", ".4g", "_.1f", ",.0f", ".3e", ".9f"]),
)
PIECES = [
    "1", "2.5", "0,5", "1,159", "10", "(", ")", "[", "]", "+", "-", "*", "/", "^", "**", "%", "!",
    "=",
    "<", "~", ":", ";", ", ", " ", "\n", "e", "pi", "ln", "log", "log10", "log2", "sqrt", "exp",
    "x",
    "half", "a", "two", "twenty", "three", "quarters", "none", "and", "or", "of", "out of", "in",
    "is",
    "not", "about", "it's", "all", "both", "never", "times", "percent", "w1", "loss", "dz/dx", "A",
    "b",
    "\u00bd", "\u00b2\u00b9", "\u221a", "\u03b7", "np.float64(", "array(", "\\frac{1}{2}", "1e-5",
    "banana",
]
MIXED = st.lists(st.sampled_from(PIECES), max_size=12).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda mark: mark.join(parts))
)
SAID = st.sampled_from([
    "it is {}", "I think {}.", "x = {}", "{} = x", "< {}", "about {}", "{} %", "({})", "[{}]",
    "{} or 3",
    "{0} ({0})", "2 * {}", "{} - 1", "1/{}", "ln {}", "sqrt({})", "{}^2", "{} of 200", "B, {}",
    "not {}",
])  # fmt: skip
FORMS = st.one_of(
    PLAIN,
    PLAIN.map(lambda text: text.replace(",", " ").replace(".", ",")),
    st.builds("{}/{}".format, PLAIN, PLAIN),
    st.builds("{} x {}^{}".format, PLAIN, st.integers(0, 12), st.integers(-320, 320)),
    st.builds(lambda said, number: said.format(number), SAID, PLAIN),
    MIXED,
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
LISTS = st.lists(FORMS, min_size=1, max_size=4).flatmap(
    lambda parts: st.sampled_from(["; ", ", ", " ", ",", "|", " and ", "\n", "/"]).map(
        lambda mark: mark.join(parts)
    )
)
ANSWERS = st.one_of(
    FORMS, LISTS,
    st.sampled_from([text for each in QUESTIONS for text in (*each.choices, *each.labels)]),
    st.sampled_from(" ".join(text for each in QUESTIONS for text in each.choices).split()),
)  # fmt: skip


def row_of(numbers) -> list:
    return [[number.value, number.digits, number.step] for number in numbers]


def same(found: list, wanted: list) -> bool:
    return len(found) == len(wanted) and all(
        one == pytest.approx(other, rel=1e-9, abs=1e-300) for one, other in zip(found, wanted)
    )


def differing(javascript, texts: list[str], form: Form) -> list:
    """Return the texts that the script reads otherwise than Python does."""
    found = javascript([["read", text, as_data(form)] for text in texts])
    rows = [[[list(number.values()) for number in row] for row in each] for each in found]
    wanted = [[row_of(numbers) for numbers in reading.read(text, form)] for text in texts]
    return [
        (text, mine, theirs)
        for text, mine, theirs in zip(texts, rows, wanted, strict=True)
        if len(mine) != len(theirs) or not all(map(same, mine, theirs))
    ]


def as_data(form: Form) -> dict:
    return {**dataclasses.asdict(form), "dressing": sorted(form.dressing)}


LABELS = tuple(map(reading.label_pattern, ("dz/dx", "loss")))
SHAPES = [
    Form(dressing=reading.ANY_FORM, **other)
    for other in ({}, {"whole": 200}, {"count": 2, "labels": LABELS}, {"count": 3, "digits": True})
]


@pytest.mark.parametrize("form", SHAPES)
@given(texts=st.lists(FORMS | LISTS, min_size=60, max_size=120))
@SLOW
def test_the_script_reads_a_text_as_python_does(javascript, form, texts):
    assert differing(javascript, texts, form) == []


@given(texts=st.lists(ANSWERS, min_size=60, max_size=120),
numbers=st.randoms(use_true_random=False))
@SLOW
def test_the_script_judges_drawn_answers_as_python_does(javascript, texts, numbers):
    read = [question for question in QUESTIONS if question.kind != "sentence"]
    asked = [(numbers.choice(read), text) for text in texts]
    calls = [["judge", questions.data_of(question), text] for question, text in asked]
    for (question, text), found in zip(asked, javascript(calls), strict=True):
        assert (question.id, text, found["key"]) == (question.id, text, key_of(question, text))
        if found["key"] == "unreadable":
            assert found["unread"] == verdicts.unread(question, text)


NAMED = [*test_reading.NUMERALS, *test_reading.ARITHMETIC, *test_reading.WORDS,
*test_reading.SENTENCES,
         "1,159", "ln 1/2", "5!", "2 of 3", "", "...", "1/0", "nan", "1e999", "0,0", "9" * 301,
         "--1",
         "2^2%^3", "100 - 84 %", "20 + 5 %", "84 % + 100", "(1 - 5 %) * 100", "100 + 5 % - 100",
         "1e-320", "constructor", "__proto__", "-3 %"]  # fmt: skip


def test_the_forms_that_people_use_are_read_alike(javascript):
    for form in SHAPES:
        assert differing(javascript, NAMED + [text[:200] for text in test_reading.HOSTILE
        if text.isascii()],
                         form) == []  # fmt: skip


FAULTS = {
    'readings.push(body.replace(",", "."))': 'readings.push(body.replace(",", ""))',
    "times(rest[0], factor)": "times(rest[0], 1)",
    "if (sign === \"/\") return a / b;": "if (sign === \"/\") return b / a;",
    '.replace(/^0+/, "")': "",
    "this.parse(this.wide ? PRODUCT : POWER)": "this.parse(POWER)",
    "binding === POWER ? this.parse(POWER) : ": "",
    "text = text.slice(first[0].length)": "text = text",
    "return trimmed(ruled(text, WORD_RULES))": "return trimmed(text)",
    "sides.at(-1)": "sides[0]",
    "(number, form.whole)": "(number, 1)",
    'larger[at] ? [token, "%"] : [token]': "[token]",
}


@pytest.mark.parametrize("right", FAULTS)
def test_a_script_that_reads_otherwise_is_found(javascript, right):
    if not isinstance(javascript, Node):
        pytest.skip("node is not installed: the planted faults are run there")
    sick = Node(javascript.command[0])
    assert right in sick.command[2]
    sick.command[2] = sick.command[2].replace(right, FAULTS[right])
    assert any(differing(sick, NAMED, form) for form in SHAPES[:2])


def key_of(question, answer: str) -> str:
    """Return the key of the text with which `judge` answers."""
    verdict = verdicts.judge(question, answer)
    if not verdict.understood:
        return "unsure" if verdict.text == verdicts.UNSURE else "unreadable"
    if question.kind == "sentence":
        return "kept"
    if verdict.right:
        return "right"
    if verdict.text == verdicts.OTHER_SIDE:
        return "side"
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
    signs = [f"{sign} {text}" for sign in (">", "<=", "above", "\u2264", "->")
             for text in texts[:2]]  # fmt: skip
    return [*texts, *(text.replace(".", ",") for text in texts), *signs, *question.letters, "",
            "huh", "0"]  # fmt: skip


def test_every_answer_gets_the_same_verdict_as_in_a_notebook(javascript):
    asked = [(question, answer) for question in QUESTIONS for answer in answers_to(question)]
    calls = [["judge", questions.data_of(question), answer] for question, answer in asked]
    assert len(asked) > 20 * len(QUESTIONS) > 500
    for (question, answer), found in zip(asked, javascript(calls), strict=True):
        assert (question.id, answer, found["key"]) == (
            question.id, answer, key_of(question, answer)
        )  # fmt: skip


def test_every_answer_of_people_gets_the_same_verdict_as_in_a_notebook(javascript):
    rows = [(lessons.find_question(item), answer) for item, answer, _ in rows_of_people()]
    calls = [["judge", questions.data_of(question), answer] for question, answer in rows]
    found = zip(rows, javascript(calls), strict=True)
    assert [(question.id, answer) for (question, answer), verdict in found
            if verdict["key"] != key_of(question, answer)] == []


def test_no_idea_is_no_sentence_here_either(javascript):
    question = next(question for question in QUESTIONS if question.kind == "sentence")
    texts = [*NO_IDEA, *AN_IDEA]
    calls = [["judge", questions.data_of(question), text] for text in texts]
    keys = [found["key"] for found in javascript(calls)]
    assert keys == [key_of(question, text) for text in texts]
    assert set(keys[: len(NO_IDEA)]) == {"unsure"} and set(keys[len(NO_IDEA) :]) == {"kept"}


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
            assert [len(re.findall(rf": {word}\b", said)) for word in ("right", "no")] == [
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
