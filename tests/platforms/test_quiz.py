"""The question file for Moodle: whole, well formed, and graded as the course grades."""

import random
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from dlfs.classroom import lessons
from dlfs.classroom.asking.verdicts import judge
from dlfs.classroom.lessons.question import ANY, LETTERS, Wrong
from tests.platforms import moodle_reader as moodle
from tests.platforms.needed import needs
from tools.quiz import __main__ as quiz, cloze, markup, numbers
from tools.quiz.moodle import question as written

QUESTIONS = [each for number in lessons.numbers() for each in lessons.lesson(number).questions]
ONE = [each for each in QUESTIONS if each.kind == "number" and each.count == 1]
SEVERAL = [each for each in QUESTIONS if each.count > 1]
ids = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


def said(reply) -> str:
    """A reply's bare words."""
    text = re.sub(r"<[^>]+>|&[a-z]+;|&#\d+;", " ", reply.said)
    return " ".join(re.findall(r"[A-Za-z]{3,}", text))


def words(text: str) -> str:
    """The bare words of a text of the course, as the file for Moodle has them."""
    return said(moodle.Reply(0, markup.page(text)))


def test_every_question_of_the_course_is_there_once_in_the_category_of_its_lesson(tmp_path):
    path, count = quiz.write(folder=tmp_path)
    found, place = [], ""
    for each in ElementTree.parse(path).getroot():
        place = each.findtext("category/text", place)[-2:]
        found += [(place, each.findtext("idnumber"))] if each.find("idnumber") is not None else []
    assert found == [(each.lesson, each.id) for each in QUESTIONS] and count == len(QUESTIONS)


def test_one_lesson_makes_a_file_of_its_own(tmp_path):
    path, count = quiz.write("4", tmp_path)
    assert path.name == "dlfs-04.xml" and count == len(lessons.lesson("04").questions)
    with pytest.raises(ValueError, match="There is no lesson 17. The lessons are: 00, 01"):
        quiz.write("17", tmp_path)


@ids
def test_the_answer_has_all_points_and_a_foreseen_value_its_reply(question):
    if question.kind == "sentence":
        return
    element = written(question)
    as_given = LETTERS.index if question.kind == "choice" else lambda value: value
    assert moodle.share(element, as_given(question.answer)) == 1
    for wrong in question.wrong:
        if question.kind == "choice" and not isinstance(wrong.value, str):
            continue
        value = _sure(wrong.value) if question.count > 1 else wrong.value
        assert moodle.share(element, as_given(value)) < 1
        if question.count == 1:
            (reply,) = moodle.graded(element, as_given(value))
            assert said(reply) == words("Not yet. " + wrong.reply)


def _sure(values: list) -> list:
    return [0.1234567 if value == ANY else value for value in values]


@pytest.mark.parametrize("question", SEVERAL, ids=lambda question: question.id)
def test_a_reply_at_a_field_is_the_one_of_the_only_slip_with_that_number(question):
    element = written(question)
    assert len(moodle.fields(element)) == question.count
    for at in range(question.count):
        for value, reply in cloze.slips(question, at):
            given = [value if place == at else 0.1234567 for place in range(question.count)]
            answer = moodle.graded(element, given)[at]
            assert answer == moodle.Reply(0, markup.spoken(f"Not yet. {reply}"))
            meant = [wrong for wrong in question.wrong if wrong.value[at] == value]
            assert {wrong.reply for wrong in meant} == {reply}


def drawn(question, generator: random.Random) -> list[float]:
    """Numbers near what was foreseen: on either side of the tolerance, rounded, and far away."""
    exact = [question.answer, *(wrong.value for wrong in question.wrong)]
    found = []
    for value in exact:
        step = question.tolerance or 0.01
        for factor in (0.5, 0.99, 1.01, 2, 8):
            found.append(value + generator.choice([-1, 1]) * factor * step * abs(value))
        found += [float(f"{value:.{digits}g}") for digits in (1, 2, 3, 4)]
        found += [value + generator.uniform(-1, 1), value, value + generator.choice([-1, 1])]
    return [number for number in found if abs(number) < 1e3 or number == int(number)]


def told_apart(question, number: float) -> bool:
    """Whether Moodle can know what the course knows: a share of a whole is an answer in words."""
    return question.whole is None or not 0 < number < 1


@pytest.mark.parametrize("question", ONE, ids=lambda question: question.id)
def test_drawn_numbers_are_graded_as_in_the_course(question):
    element, generator = written(question), random.Random(question.id)
    for number in filter(lambda each: told_apart(question, each), drawn(question, generator)):
        verdict = judge(question, repr(number).removesuffix(".0"))
        (reply,) = moodle.graded(element, number)
        assert (number, reply.share == 1) == (number, verdict.right)
        assert said(reply) == words(verdict.text)


@pytest.mark.parametrize("question", SEVERAL, ids=lambda question: question.id)
def test_drawn_lists_have_all_points_where_the_course_says_right(question):
    element, generator = written(question), random.Random(question.id)
    near = [numbers.written(value) for value in question.answer]
    outcomes = set()
    for _ in range(200):
        given = [float(value) for value in near]
        for at in generator.sample(range(question.count), generator.randint(0, 2)):
            by = generator.choice([0.005, 0.0099, 0.0101, 0.3])
            given[at] *= 1 + generator.choice([-1, 1]) * by
        right = judge(question, given).right
        outcomes.add(right)
        assert (given, moodle.share(element, given) == 1) == (given, right)
    assert outcomes == {True, False}


def test_what_is_rounded_to_the_digits_shown_counts_though_the_tolerance_leaves_it_out():
    texts = [each.value for each in numbers.accepted(3.5355339059, 0.01)]
    assert texts == ["3.5355339059", "3.5"]
    texts = [each.value for each in numbers.accepted(-0.0555, 0.001)]
    assert texts == ["-0.0555", "-0.055", "-0.056"]
    assert len(numbers.accepted(20, 0)) == 1


def test_a_tolerance_that_is_lost_is_found():
    question = lessons.find_question("pe-3")
    element = written(question)
    for tolerance in element.iter("tolerance"):
        tolerance.text = "0"
    assert moodle.share(element, 3.54) == 0 and judge(question, 3.54).right


def test_formulas_stand_between_the_marks_that_moodle_sets():
    assert markup.page("Of $a < b$ and `$HOME`:") == (
        r"<p>Of \(a &lt; b\) and "
        '<code style="white-space: nowrap">$HOME</code>:</p>'
    )
    assert markup.line("$$x^2$$") == r"\[x^2\]"


@ids
def test_no_formula_is_left_between_dollars(question):
    text = "".join(ElementTree.tostring(written(question), encoding="unicode", method="text"))
    bare = re.sub(r"<(code|pre)\b.*?</\1>", "", text, flags=re.DOTALL)
    assert "$" not in bare and bare.count(r"\(") == bare.count(r"\)")
    asked, why = (written(question).findtext(f"{name}/text")
                  for name in ("questiontext", "generalfeedback"))  # fmt: skip
    wanted = [len(re.findall(r"(?<!\$)\$[^$]+\$(?!\$)", re.sub(r"`[^`]+`", "", text)))
              for text in (" ".join([question.text, *question.labels]), question.why)]  # fmt: skip
    assert [asked.count(r"\("), why.count(r"\(")] == wanted


def test_signs_that_end_a_reply_reach_the_student_all_the_same():
    question = lessons.find_question("gd-1")
    wrong = Wrong([10, 77], "signs", "Not `{a: b}` ~ # \\ <i> & so on}")
    planted = replace(question, wrong=(wrong,))
    first, second = moodle.fields(written(planted))
    assert len(first) == 1 and len(second) == 2
    assert second[1].reply.said == "Not yet. Not `{a: b}` ~ # \\ &lt;i&gt; &amp; so on}"


@needs("xmlschema", "grading")
def test_the_schema_takes_the_file_and_refuses_faults(tmp_path):
    import xmlschema

    schema = xmlschema.XMLSchema11(str(__file__).replace("test_quiz.py", "moodle_quiz.xsd"))
    path, _ = quiz.write(folder=tmp_path)
    schema.validate(str(path))
    text = path.read_text(encoding="utf-8")
    for old, new in [
        ('type="numerical"', 'type="numeric"'), ('fraction="100"', 'fraction="101"'),
        ("<tolerance>", "<margin>"), ("{1:NUMERICAL:=", "{1:NUMERIC:="),
        ("<idnumber>gd-1<", "<idnumber>gd-2<"), ('<feedback format="html">', "<feedback>"),
        ('fraction="100"', 'fraction="0"'), ("<text>*</text>", "<text></text>"),
    ]:  # fmt: skip
        assert old in text
        spoiled = text.replace(old, new).replace("<margin>0</tolerance>", "<margin>0</margin>")
        assert not _is_valid(schema, spoiled), (old, new)


def _is_valid(schema, text: str) -> bool:
    try:
        return schema.is_valid(ElementTree.fromstring(text))
    except ElementTree.ParseError:
        return False
