"""Every question takes its answer, and knows its wrong values, in whatever form they come."""

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlfs.classroom import lessons
from dlfs.classroom.asking import choices, reading, words
from dlfs.classroom.asking.reading import LONGEST
from dlfs.classroom.asking.verdicts import (
    examples, given as kept, judge, refusal, sayings_of, unread,
)  # fmt: skip
from dlfs.classroom.lessons.question import ANY
from dlfs.classroom.wording import one_line
from tests.classroom.test_reading import HOSTILE, in_time

each = pytest.mark.parametrize
QUESTIONS = [item for number in lessons.numbers() for item in lessons.lesson(number).questions]
NUMERIC = [question for question in QUESTIONS if question.kind == "number"]
CHOICES = [question for question in QUESTIONS if question.kind == "choice"]


def named(items):
    return [item.id for item in items]


# One number in many forms


def digits_of(value):
    """A number as one types it: whole, or with six digits, without an exponent where possible."""
    text = f"{value:.6g}"
    return text if "e" not in text or abs(value) < 1e-4 else str(int(value))


def in_words(value):
    names = {number: word for word, number in words.NUMBER_WORDS.items()
    if not number.startswith("{")}
    sign = "minus " if value < 0 else ""
    return sign + names.get(f"{abs(value):g}", digits_of(abs(value)))


FORMS_OF_ONE = {
    "plain": digits_of,
    "decimal comma": lambda value: digits_of(value).replace(".", ","),
    "long": lambda value: f"{value:.10f}" if value != int(value) else f"{value:.1f}",
    "scientific": lambda value: f"{value:.6e}",
    "typographic minus": lambda value: digits_of(value).replace("-", "\u2212"),
    "no zero before the point": lambda value: re.sub(r"^(-?)0\.", r"\1.", digits_of(value)),
    "percent": lambda value: f"{digits_of(100 * value)} %",
    "a product": lambda value: f"2 * {value / 2:.12g}",
    "a difference": lambda value: f"{value + 1:.12g} - 1",
    "a quotient": lambda value: f"{value * 4:.12g}/4",
    "brackets": lambda value: f"({digits_of(value)})",
    "numpy": lambda value: f"np.float64({digits_of(value)})",
    "full width": lambda value: "".join(chr(ord(sign) + 0xFEE0) for sign in digits_of(value)),
    "words": in_words,
    "tex": lambda value: f"${digits_of(value)}$",
}
AROUND_ONE = {
    "a sentence": "I think it is {}.", "about": "about {}", "a label": "x = {}",
    "an array": "array([{}])",
    "a list": "[{}]", "quotes": '"{}"', "the answer": "The answer is {}",
    "approximately": "\u2248 {}",
    "an end of line": "{}\n", "a prompt": ">>> {}", "a German": "ich denke {}",
    "explained": "{0} ({0})", "a bound": "< {}", "two ways": "{0} or {0}", "shouted": "{} !",
}


def written(value):
    """One number in all forms, alone and in a sentence."""
    for name, form in FORMS_OF_ONE.items():
        yield name, form(value)
    for name, around in AROUND_ONE.items():
        yield name, around.format(digits_of(value))


def forms_of_one(question, value):
    yield from ((name, text) for name, text in written(value)
                if name != "percent" or question.whole is None)  # fmt: skip
    yield from (("python", given_as) for given_as in (value, np.float64(value), [value]))


# Several numbers in many forms


SEPARATED = {"semicolons": "; ", "commas": ", ", "spaces": " ", "lines": "\n", "and": " and ",
"bars": " | "}


def forms_of_several(question, numbers):
    rows = {name: [form(number) for number in numbers] for name, form in FORMS_OF_ONE.items()}
    plain = rows["plain"]
    for name, mark in SEPARATED.items():
        yield name, mark.join(plain)
    for name, row in rows.items():
        yield f"{name}; ", "; ".join(row)
    yield "commas and decimal commas", ", ".join(rows["decimal comma"])
    yield "spaces and decimal commas", " ".join(rows["decimal comma"])
    for name, around in (("a list", "[{}]"), ("a tuple", "({})"), ("an array", "array([{}])"),
                         ("sentence", "I think they are {}.")):  # fmt: skip
        yield name, around.format(", ".join(plain))
    yield "printed by numpy", str(np.array(numbers, float))
    yield "repr of numpy", repr(np.array(numbers, float))
    yield "a first pair", f"({plain[0]}, {plain[1]}), {', '.join(plain[2:])}"
    yield "a, b =", ", ".join(f"{name} = {number}" for name, number in zip("uvyzq", plain))
    yield "python", list(numbers)
    yield "array", np.array(numbers, float)
    yield from with_labels(question, plain)
    if question.digits and all(re.fullmatch("[0-9]", number) for number in plain):
        yield "together", "".join(plain)
        yield "pairs", ", ".join(f"{at}-{number}" for at, number in enumerate(plain, start=1))


def with_labels(question, plain):
    labels = [one_line(label) for label in question.labels]
    pairs = list(zip(labels, plain, strict=True))
    if not any("," in label for label in labels):
        for name, around in (("labels =", "{} = {}"), ("labels :", "{}: {}"), ("labels", "{} {}"),
                             ("labels is", "the {} is {}")):  # fmt: skip
            yield name, ", ".join(around.format(*pair) for pair in pairs)
            yield f"{name}, the other way round", "; ".join(around.format(*pair)
            for pair in pairs[::-1])


def filled(question, value):
    right = question.answer if isinstance(question.answer, list) else [question.answer]
    value = value if isinstance(value, list) else [value]
    return [own if one == ANY else one for one, own in zip(value, right, strict=True)]


def forms(question, value):
    numbers = [float(one) for one in filled(question, value)]
    several = forms_of_several if question.count > 1 else lambda *given: forms_of_one(given[0],
    given[1][0])
    return list(several(question, numbers))


def misjudged(question, value, misconception=""):
    """The forms of a value in which it is not what it is: right, or its misconception."""
    found = [(name, text, judge(question, text)) for name, text in forms(question, value)]
    return [
        (name, text, verdict.misconception or verdict.text)
        for name, text, verdict in found
        if (verdict.misconception, verdict.right) != (misconception, not misconception)
    ]


@each("question", NUMERIC, ids=named(NUMERIC))
def test_the_answer_is_right_in_every_form(question):
    assert len(forms(question, question.answer)) >= 25
    assert misjudged(question, question.answer) == []


WRONG = [(question, wrong) for question in NUMERIC for wrong in question.wrong]


@each("question, wrong", WRONG, ids=[f"{question.id}-{wrong.value}" for question, wrong in WRONG])
def test_a_known_wrong_value_has_its_misconception_in_every_form(question, wrong):
    assert misjudged(question, wrong.value, wrong.misconception) == []


@settings(deadline=None, max_examples=4)
@given(numbers=st.randoms(use_true_random=False))
@each("question", NUMERIC, ids=named(NUMERIC))
def test_a_drawn_wrong_value_is_right_in_no_form(question, numbers):
    row = [float(one) for one in filled(question, question.answer)]
    at = numbers.randrange(len(row))
    far = 1 + 3 * abs(row[at])
    row[at] += numbers.choice([-1, 1]) * round(numbers.uniform(far / 10, far), 3
    if question.tolerance else 0)
    if not (question.count == 1 and question.whole) and row != filled(question, question.answer):
        right = [(name, text) for name, text in forms(question, row) if judge(question, text).right]
        assert right == []


def test_a_form_that_is_misjudged_is_found(monkeypatch):
    question = lessons.find_question("gd-1")
    monkeypatch.setattr(words, "AND", "nowhere")
    assert {name for name, *_ in misjudged(question, question.answer)} == {"and"}
    pe = lessons.find_question("pe-4")
    monkeypatch.setattr(reading, "_without_brackets", lambda text: text)
    assert "an array" in {name for name, *_ in misjudged(pe, pe.answer)}


# Choices


def ways_to_choose(question, letter):
    text = question.choices[question.letters.index(letter)]
    yield from (letter, letter.lower(), f"{letter})", f"({letter.lower()})", f" {letter}.",
    f'"{letter}"',
                f"answer {letter}", f"I think {letter}", f"Option {letter.lower()}",
                f"It is {letter}!",
                f"{letter}: {text}", f"{letter}, because of the gradient",
                f"{letter} because I say so",
                text, one_line(text), text.rstrip("."), text.upper(), f"I think {one_line(text)}",
                one_line(text).replace("`", ""), f"**{letter}**")  # fmt: skip


@each("question", CHOICES, ids=named(CHOICES))
def test_a_choice_may_be_named_by_its_letter_or_its_text(question):
    for letter in question.letters:
        for way in ways_to_choose(question, letter):
            if len(way) <= LONGEST:
                assert (way, kept(question, way)) == (way, letter)
                assert judge(question, way).right is (letter == question.answer)


@each("question", CHOICES, ids=named(CHOICES))
def test_a_word_that_only_one_choice_has_names_it(question):
    sayings = sayings_of(question)
    for letter, saying in zip(question.letters, sayings, strict=True):
        others = {word for other in sayings if other is not saying for word in other.words}
        for word in set(saying.words) - others - set(choices.DRESSING):
            if len(word) > 3 and word.isalpha():
                assert (word, kept(question, word)) == (word, letter)


@each("question", CHOICES, ids=named(CHOICES))
def test_what_names_no_choice_or_several_is_not_read(question):
    letters = question.letters
    for text in ("not B", "neither A nor B", "A or B", "A, B", "B and C", "abcd", "banana", "Z",
                 "not " + letters[0], " ".join(letters), "no idea", "I do not know", "?",
                 "huh"):  # fmt: skip
        verdict = judge(question, text)
        assert (text, verdict.understood) == (text, False)
        assert (unread(question, text) + " " + refusal(question)) == verdict.text


@each("item, answer, letter", [
    ("xo-3", ".75", "B"), ("xo-3", "75 %", "B"), ("xo-3", "about three quarters", "B"),
    ("xo-3", "3/4", "B"), ("xo-3", "three quarters of them", "B"), ("xo-3", "half", "D"),
    ("xo-3", "50 percent", "D"), ("xo-3", "1 in 10", "C"), ("xo-3", "10%", "C"),
    ("xo-3", "all of them", "A"), ("xo-3", "38 of 50", "B"), ("lr-3", "10", "D"),
    ("lr-3", "0.01", "A"), ("lr-3", "1/100", "A"), ("gc-1", "10^-5", "B"), ("gc-1", "1e-15", "D"),
    ("gc-1", "0.00001", "B"), ("ce-5", "NaN", "D"), ("ce-5", "inf", "C"), ("ce-5", "\u221e", "C"),
    ("ce-5", "800", "B"), ("sm-2", "0.665", "C"), ("sm-2", "as before", "C"), ("ce-8", "0", "B"),
    ("ce-8", "10^-331", "A"), ("pe-1", "x1 = 2", "C"), ("pe-1", "x_1 = -2", "B"),
    ("rg-1", "X.T @ G", "B"), ("rg-1", "G X^T", "A"), ("rg-1", "G.T @ X", "C"),
    ("pa-3", "acde", "A"), ("pa-3", "a -> c -> d -> e", "A"), ("bp-3", "b and W", "C"),
    ("bp-3", "W, b", "C"), ("bp-3", "b", "B"), ("sm-3", "[[ 0. nan]]", "B"),
    ("sm-3", "array([[0., nan]])", "B"), ("cg-2", "[5 11]", "A"), ("st-1", "(1, .5)", "B"),
    ("st-1", "[1.  0.5]", "B"), ("bp-1", "8, no", "A"), ("bp-1", "4 yes", "C"),
    ("gd-2", "the small one", "A"), ("cg-2", "none", "B"), ("cg-2", "None", "B"),
    ("mo-2", "the one with 0.9", "D"), ("rg-6", "4", "D"), ("rg-6", "the rule of reduce_mean", "D"),
    ("sd-3", "yes", "A"), ("xo-2", ".353", "D"),
])  # fmt: skip
def test_a_choice_may_be_named_by_what_it_says(item, answer, letter):
    question = lessons.find_question(item)
    assert judge(question, answer).right is (letter == question.answer)
    expected = "" if letter == question.answer else next(
        wrong.misconception for wrong in question.wrong if wrong.value == letter)
    assert judge(question, answer).misconception == expected


@each("question", [one for one in CHOICES if one.number is not None])
def test_the_value_that_a_choice_states_is_as_good_as_its_letter(question):
    for letter, saying in zip(question.letters, sayings_of(question), strict=True):
        if saying.value is not None and [one.value
        for one in sayings_of(question)].count(saying.value) == 1:
            for _, text in written(saying.value):
                assert (text, judge(question, text).right) == (text, letter == question.answer)


# What cannot be read


@each("item, answer, piece", [
    ("gd-3", "banana", "`banana`"), ("gd-3", "not 0.5", "`not`"), ("gd-1", "10; Banana",
    "`Banana`"),
    ("gd-1", "10", "I read 1 number, not 2."), ("gd-1", "1; 2; 3", "I read 3 numbers, not 2."),
    ("gd-3", "1 2", "I read 2 numbers, not 1."), ("gd-3", "2 +", "`2 +`"), ("gd-3", "4 \u732b",
    "`\u732b`"),
    ("gd-3", "1" * 201, "I read up to 200 signs, and these are 201."), ("dq-2", "error",
    "A from B"),
    ("gd-5", "banana", "`banana`"), ("gd-5", "A or C", "A from C"), ("gd-3", "k/8", "`k/8`"),
    ("gd-3", "<script>", "`<script>`"), ("gd-3", "`x` banana", "`x`"), ("gd-3", "\0\1", "that"),
    # A letter, or a word that a choice has, can be read.
    ("go-2", "b, fast at first", "`b, fast at first`"), ("bp-3", "only W and b", "`only`"),
    ("dq-10", "price has banana", "`banana`"), ("cp-1", "none", "B from D"),
])  # fmt: skip
def test_what_cannot_be_read_is_named(item, answer, piece):
    question = lessons.find_question(item)
    said = judge(question, answer).text
    assert piece in said.removesuffix(refusal(question))
    assert refusal(question) in said


@each("question", NUMERIC, ids=named(NUMERIC))
def test_the_example_of_a_refusal_fits_the_question_and_is_no_answer(question):
    sample = "; ".join(examples(question)[: question.count])
    assert sample in refusal(question) or question.count == 1
    verdict = judge(question, sample)
    assert verdict.right is False and verdict.misconception == ""
    for one in examples(question)[:2]:
        assert question.count > 1 or (one in refusal(question) and judge(question,
        one).right is False)
    assert question.tolerance or all(one.isdigit() for one in examples(question))


def test_an_example_that_is_the_answer_is_left_out():
    question = dataclasses.replace(lessons.find_question("gd-3"), answer=0.35)
    assert "0.35" not in refusal(question) and "0.35" in refusal(lessons.find_question("gd-3"))


# What is counted, and what is one digit


COUNTED = {"dq-1", "dq-4", "dq-6", "dq-7", "dq-8", "go-3", "cg-1", "cg-3", "cg-4", "wu-2", "pa-2",
           "sc-1", "lr-1", "gd-2", "va-1", "mo-2", "di-4"}  # fmt: skip


def test_what_is_counted_is_exact_and_what_is_measured_is_not():
    exact = {question.id for question in QUESTIONS if question.tolerance == 0}
    assert exact == COUNTED
    assert judge(lessons.find_question("cg-4"), "21; 2^21-1").right
    assert judge(lessons.find_question("cg-4"), "21; 2^21").misconception
    for question in NUMERIC:
        if question.id in COUNTED:
            answer = question.answer if isinstance(question.answer, list) else [question.answer]
            assert all(one == int(one) for one in answer)
            for at in range(question.count):
                near = [one + (place == at) for place, one in enumerate(answer)]
                assert judge(question, "; ".join(map(str, near))).right is False


def test_digits_may_be_written_together_where_each_answer_is_one_digit():
    for question in NUMERIC:
        if question.digits:
            foreseen = [question.answer, *(wrong.value for wrong in question.wrong)]
            assert all(one in (*range(10), ANY) for value in foreseen for one in value)
        elif question.count > 1:
            assert judge(question, "12345"[: question.count]).understood is False


# What people write who have the questions alone


def rows_of_people():
    text = Path(__file__).with_name("answers_as_written.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            item, answer, kind = line.split("\t")
            yield item, answer if "\\begin" in answer else answer.replace("\\n", "\n"), kind


def kinds_of(question, answer):
    """What an answer is taken for, in the words of the table."""
    verdict = judge(question, answer)
    if not verdict.understood:
        return {"unread"}
    if not verdict.right and not verdict.misconception:
        return {"wrong"}
    by_letter = question.answer if verdict.right else kept(question, answer)
    return {str(by_letter), "right" if verdict.right else "known", verdict.misconception}


def test_every_answer_as_people_write_it_is_taken_for_what_it_is():
    rows = list(rows_of_people())
    assert len(rows) > 700 and {item for item, *_ in rows} >= {question.id for question in NUMERIC}
    found = [(item, answer, kind, kinds_of(lessons.find_question(item), answer))
             for item, answer, kind in rows]  # fmt: skip
    assert [row for row in found if row[2] not in row[3]] == []


# Any text


HARD = st.text(max_size=80) | st.lists(
    st.sampled_from(["1", "2.5", ",", ";", " ", "=", "(", ")", "[", "]", "ln", "e", "^", "-", "/",
    "%", "of",
                     "half", "and", "A", "b", "nan", "not", "the", "w1", "loss", "'", "\n",
                     "\u00bd", "\ud800",
                     "`", "$", "\\frac{1}{2}", "x", "0x1", "!", "<", "twenty", "one", "all"]),
                     max_size=30,
).map(" ".join)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(HARD)
def test_no_text_whatever_raises(text):
    for question in QUESTIONS[::5]:
        verdict = judge(question, text)
        assert verdict.text.strip() and kept(question, text) is not None
        verdict.text.encode("utf-8")


@each("question", QUESTIONS[::4], ids=named(QUESTIONS[::4]))
def test_no_text_takes_above_20_milliseconds(question):
    assert [text[:12] for text in HOSTILE if not in_time(lambda text: judge(question, text),
    text)] == []
