"""`make notebooks` names every number that no longer holds: in prose, in questions, in guides."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from dlfs.classroom import data, lessons
from tests.course.planted import lesson, printed
from tools.course import lesson_paths, read_course
from tools.normal_form import normalise, text_of
from tools.notebooks import asking
from tools.proof import claims, denied, doubts, guides
from tools.proof.doubts import Lesson, committed
from tools.proof.lines import Doubt, Line, lines_of
from tools.proof.mending import half_mended, mend, report, with_new_numbers
from tools.proof.moved import Printed
from tools.proof.moved import printed as moves_between

EVERY = {entry.number for entry in read_course()}


# Lines and their places


@pytest.mark.parametrize("path", lesson_paths(), ids=lambda path: path.name[:2])
def test_every_line_of_a_notebook_stands_where_it_is_said_to_stand(path):
    text = path.read_text(encoding="utf-8")
    lines = lines_of(path, text)
    prose = [cell.source for cell in nbformat.reads(text, 4).cells[1:]
             if cell.cell_type == "markdown"]  # fmt: skip
    assert [line.text for line in lines] == "\n".join(prose).split("\n")
    written = text.splitlines()
    for line in lines:
        there = written[line.number - 1].encode("utf-8").decode("unicode_escape", "replace")
        assert all(word in there for word in re.findall(r"[a-zA-Z]{3,}", line.text))


def test_a_setting_of_a_guide_is_no_prose():
    path = guides.INSTRUCTOR / "04_guide.md"
    text = "`descent`: `learning_rate = 1.9`, `[0.5]` gives 0.5 and `sigmoid(0.5)`"
    line = Line(path, 1, text)
    assert line.prose == "`descent`: ,  gives 0.5 and `sigmoid(0.5)`"
    assert line.changed(text, {"0.5": "0.6", "1.9": "2"}) == text.replace(" 0.5", " 0.6").replace(
        "(0.5)", "(0.6)"
    )
    assert line.place == "notebooks/instructor/04_guide.md:1"


# What moved


def table(rows):
    return printed("for row in table: print(row)", rows)


BEFORE = lesson("x", table("rate 1   J 0.387\nrate 10  J 0.557\n"), printed("print(n)", "84\n"))


def moved(*cells):
    return [(move.was, move.now) for move in moves_between(BEFORE.notebook, lesson(*cells).notebook)
            if move.has_moved]  # fmt: skip


def test_two_runs_are_paired_line_by_line():
    again = table("rate 1   J 0.356\nrate 10  J 0.476\n"), printed("print(n)", "85\n")
    assert moved("x", *again) == [("0.387", "0.356"), ("0.557", "0.476"), ("84", "85")]


def test_what_is_new_or_gone_pairs_nothing_wrongly():
    longer = table("in 3 steps of 2:\nrate 1   J 0.356\nrate 10  J 0.557\nthe end\n")
    assert moved("x", longer, "a text", printed("print(n)", "84\n")) == [("0.387", "0.356")]


def test_a_cell_with_another_rate_is_still_the_same_cell():
    other = printed("for row in other: print(row)", "rate 1   J 0.356\nrate 10  J 0.557\n")
    assert moved("x", other, printed("print(n)", "84\n")) == [("0.387", "0.356")]


def test_what_a_question_prints_was_typed_and_moves_nothing():
    typed = [printed('ask("ce-7")', f"the loss {loss}\n") for loss in ("0.387", "0.356")]
    one, other = (lesson(cell).notebook for cell in typed)
    assert moves_between(one, other) == []


# Doubts


def written_to(folder, page, name="04_gradient_descent.ipynb"):
    path = folder / name
    path.write_text(text_of(page.notebook), encoding="utf-8")
    return path


def doubted(before, after, folder):
    """The doubts about the prose of `after`, when `before` was committed."""
    path = written_to(folder, after)
    page = doubts.Page(path, after.notebook)
    this = Lesson(page, path.read_text(encoding="utf-8"), before and text_of(before.notebook))
    return doubts.doubts_of_prose(this, this.moves())


def said(found):
    return [(doubt.line.text, doubt.number, doubt.now) for doubt in doubts._once(found)]


OLD, NEW = (printed("print(J, n)", text) for text in ("0.3870 and 0.84\n", "0.3563 and 0.85\n"))
OTHER = printed("print(rate)", "0.84 and 0.387\n")
SENTENCE = "The loss is 0.387,\nand 0.84 are right."


def test_a_number_that_moved_is_named_with_its_line_and_its_new_value(tmp_path):
    found = doubted(lesson(OLD, SENTENCE), lesson(NEW, SENTENCE), tmp_path)
    assert said(found) == [
        ("The loss is 0.387,", "0.387", ("0.3563",)), ("and 0.84 are right.", "0.84", ("0.85",)),
    ]  # fmt: skip
    line = doubts._once(found)[0].line
    text = line.path.read_text(encoding="utf-8").splitlines()
    assert '"The loss is 0.387,' in text[line.number - 1]


def test_a_number_that_stands_elsewhere_is_named_all_the_same(tmp_path):
    """The other cell above prints 0.84 as well, and proves nothing about this sentence."""
    found = doubted(lesson(OTHER, OLD, SENTENCE), lesson(OTHER, NEW, SENTENCE), tmp_path)
    assert [number for _, number, _ in said(found)] == ["0.387", "0.84"]
    nearer = doubted(lesson(OLD, OTHER, SENTENCE), lesson(NEW, OTHER, SENTENCE), tmp_path)
    assert nearer == []


def test_whole_numbers_are_named_too(tmp_path):
    old, new = (printed("print(n)", f"right on {n}\n") for n in (84, 85))
    found = doubted(lesson(old, "84 are right."), lesson(new, "84 are right."), tmp_path)
    assert said(found) == [("84 are right.", "84", ("85",))]
    assert not found[0].sure and mend(found) == [] and "84: now perhaps 85" in report(found)


@pytest.mark.parametrize("sentence", ["Minutes 8 to 84.", "lesson 3, right"])
def test_a_whole_number_of_something_else_is_left_alone(sentence, tmp_path):
    old, new = (printed("print(n)", f"right on {n}, 3 wrong\n") for n in (84, 85))
    new.outputs[0].text = new.outputs[0].text.replace("3", "4")
    assert doubted(lesson(old, sentence), lesson(new, sentence), tmp_path) == []


def test_in_a_question_a_number_that_moved_is_never_sure():
    path = doubts.QUESTIONS / "04.toml"
    moves = [Printed(3, "0.387", "0.356", "the loss is 0.356")]
    lines = [Line(path, 1, "A loss of .387"), Line(path, 2, "One point has p = .387")]
    (found,) = doubts._moved_everywhere(lines, moves)
    assert (found.line.number, found.sure) == (1, False)


def test_a_sentence_that_was_edited_since_is_believed(tmp_path):
    edited = SENTENCE.replace("0.387", "0.3563").replace("0.84", "0.85")
    assert doubted(lesson(OLD, SENTENCE), lesson(NEW, edited), tmp_path) == []


def test_an_unproved_number_is_named_where_no_commit_is_known(tmp_path):
    found = doubted(None, lesson(NEW, SENTENCE), tmp_path)
    assert said(found) == [
        ("The loss is 0.387,", "0.387", ()), ("and 0.84 are right.", "0.84", ())
    ]  # fmt: skip


def test_two_values_where_there_was_one_are_both_named(tmp_path):
    old, new = (printed("print(t)", text) for text in ("a 0.84 b 0.84\n", "a 0.85 b 0.86\n"))
    found = doubted(lesson(old, "It is 0.84."), lesson(new, "It is 0.84."), tmp_path)
    assert said(found) == [("It is 0.84.", "0.84", ("0.85", "0.86"))]


@pytest.mark.parametrize(
    ("number", "prints", "now"),
    [(".84", ["0.85"], (".85",)), ("0.387", ["0.3563"], ("0.3563",)),
     ("0.387", ["0.3563", "0.356"], ("0.356",)),
     ("0.387", ["0.4200"], ("0.420",)),
     ("0.3870", ["0.356", "0.3563"], ("0.3563",)), ("0.3870", ["0.356"], ("0.356",)),
     ("2,047", ["4095"], ("4,095",)), ("2{,}047", ["4095"], ("4{,}095",)),
     ("84", ["84.6"], ("84.6",)), ("2.4e-04", ["1.1e-04"], ("1.1e-04",))],
)  # fmt: skip
def test_a_number_is_written_as_it_was(number, prints, now):
    assert doubts._now(number, [Printed(0, number, text) for text in prints]) == now


QUESTIONS = '''lesson = "03"

[[question]]
id = "a"
text = """
The loss is .387, of .3870 and 1.387 we do not speak."""
says = { ".387" = "lowest_loss" }

[[question]]
id = "b"
text = "Another .387."
'''


def test_a_question_that_no_longer_says_its_fact_is_named_in_every_line(monkeypatch):
    monkeypatch.setitem(doubts.FACTS, "lowest_loss", lambda: 0.3563)
    lines = lines_of(doubts.QUESTIONS / "03.toml", QUESTIONS)
    question = type("Question", (), {"id": "a", "says": {".387": "lowest_loss"}})
    found = doubts.doubts_of_facts(lines, (question,))
    assert [(doubt.line.number, doubt.now) for doubt in found] == [(6, (".356",)), (7, (".356",))]
    monkeypatch.setitem(doubts.FACTS, "lowest_loss", lambda: 0.38697)
    assert doubts.doubts_of_facts(lines, (question,)) == []


def test_every_fact_in_the_course_is_looked_at(monkeypatch):
    every = [(number, name) for number in sorted(EVERY) for question in
             lessons.lesson(number).questions for name in question.says.values()]  # fmt: skip
    assert len(every) > 5
    for name in {name for _, name in every}:
        monkeypatch.setitem(doubts.FACTS, name, lambda: 77.7)
    for number in {number for number, _ in every}:
        path = doubts.QUESTIONS / f"{number}.toml"
        lines = lines_of(path, path.read_text(encoding="utf-8"))
        found = doubts.doubts_of_facts(lines, lessons.lesson(number).questions)
        wrong = {doubt.why.split()[0] for doubt in found}
        assert wrong == {name for there, name in every if there == number}


GUIDE = "`descent`: `learning_rate = 1.9`, `t = 44` gives 0.0097, or 0.0123.\n"


def guide_doubts(moves):
    path = lesson_paths()[4]
    text = path.read_text(encoding="utf-8")
    this = Lesson(doubts.Page(path, nbformat.reads(text, 4)), text, text)
    lines = lines_of(doubts._guide_path("04"), GUIDE)
    found = doubts.doubts_of_guide(guides.Guide("04", GUIDE), this, lines, moves)
    return doubts._once(found)


def test_what_no_explorer_says_in_a_guide_is_named_with_what_it_says():
    (found,) = guide_doubts([])
    assert (found.number, found.line.text, found.now) == ("0.0123", GUIDE.strip(), ())
    assert "no " in found.why
    (known,) = guide_doubts([Printed(3, "0.0123", "0.0097"), Printed(3, "0.0123", "0.0555")])
    assert known.now == ("0.0097",)


def test_a_claim_that_its_computation_denies_is_named_and_proves_nothing(monkeypatch, tmp_path):
    claim = claims.Claim("04", ("0.1875", "0.25"), lambda: (0.18751, 0.31))
    monkeypatch.setattr(claims, "CLAIMS", [claim])
    found = doubted(None, lesson(NEW, "It moves by 0.1875, and by 0.25."), tmp_path)
    assert said(found) == [("It moves by 0.1875, and by 0.25.", "0.25", ("0.31",))]
    file = lines_of(denied.CLAIMS, '@claim("04", "0.1875", "0.25")\n')
    (found,) = denied.of_claims([claim], file)
    assert (found.line.number, found.number, found.now) == (1, "0.25", ("0.31",))


def test_words_that_are_not_true_are_named_where_they_begin():
    path = lesson_paths()[4]
    texts = ["Curve 4 falls.", "So curve 4", "falls in every", "step. More."]
    lines = [Line(path, i, text, 3) for i, text in enumerate(texts, 10)]
    words = "curve 4 falls in every step"
    (found,) = denied.of_sayings([denied.Saying("04", words, lambda: False)], lines)
    assert (found.line.number, found.number, found.now) == (11, words, ())
    assert words in report([found])
    assert denied.of_sayings([denied.Saying("04", words, lambda: True)], lines) == []


def test_the_engine_s_own_recipe_is_compared_with_the_course_s(monkeypatch):
    lines = denied._lines(denied.ENGINE)
    assert denied.of_engine(lines) == []
    monkeypatch.setattr(data, "OVERLAPPING", 0.81)
    found = denied.of_engine(lines)
    assert {doubt.now for doubt in found} == {("0.81",)}
    assert all("standard_normal" in doubt.line.text for doubt in found)
    text = "".join(f"{line.text}\n" for line in lines)
    assert denied.of_engine(lines_of(denied.ENGINE, with_new_numbers(text, found))) == []


def test_a_commit_that_nobody_knows_is_no_error():
    path = lesson_paths()[0]
    assert committed(path, "no-such-commit") is None
    assert committed(path.with_name("77_not_there.ipynb"), "HEAD") is None


# The report, and what it can mend


def line(text, suffix=".md", number=2):
    return Line(guides.INSTRUCTOR / f"04_guide{suffix}", number, text)


def test_the_report_says_everything_uncut():
    long = "| 5 | 3 | 12 | " + "A word and 77 more. " * 40 + "The loss is 0.387 or 0.85. |"
    found = [
        Doubt(line(long), "0.387", "moved", ("0.356",)),
        Doubt(line(long), "0.85", "moved", ("0.84", "0.86")),
        Doubt(line("and 0.5.", number=3), "0.5", "nobody says it"),
    ]
    text = report(found)
    assert long in text and "notebooks/instructor/04_guide.md:2" in text
    assert "0.387: now 0.356 (moved)" in text and "0.85: now 0.84 or 0.86 (moved)" in text
    assert "0.5: nobody says it" in text
    assert "and look at: 77\n" in text and "12," not in text
    assert "What no longer holds: 3. Lines: 2." in text


def test_every_doubt_is_in_the_report():
    many = [Doubt(line(f"J is 0.{i}.", number=i), f"0.{i}", "moved") for i in range(100, 400)]
    text = report(many)
    assert all(f"04_guide.md:{i}\n" in text for i in range(100, 400))


def test_what_is_known_is_written_in_and_nothing_else():
    text = "# 0.387\nJ is 0.387, then 0.85; 1.387, `[0.387]`\nJ is 0.387\n"
    found = [Doubt(line(text.splitlines()[1]), "0.387", "moved", ("0.356",))]
    wanted = text.replace("J is 0.387,", "J is 0.356,")
    assert with_new_numbers(text, found) == wanted


def test_what_is_left_in_a_mended_line_is_not_forgotten():
    text = "J is 0.387 on 84 points, or 0.85"
    found = [
        Doubt(line(text), "0.387", "moved", ("0.356",)),
        Doubt(line(text), "84", "moved", ("85",), sure=False),
        Doubt(line(text), "0.85", "moved", ("0.84", "0.86")),
        Doubt(line("84 points", number=3), "84", "moved", ("85",), sure=False),
    ]
    assert [(left.number, left.line.text) for left in half_mended(found)] == [
        ("84", text.replace("0.387", "0.356")), ("0.85", text.replace("0.387", "0.356")),
    ]  # fmt: skip


def test_a_mended_notebook_is_in_normal_form_and_doubted_no_more(tmp_path, monkeypatch):
    before, after = lesson(OLD, SENTENCE), lesson(NEW, SENTENCE)
    found = doubts._once(doubted(before, after, tmp_path))
    (path,) = mend([*found, Doubt(found[0].line, "0.99", "two", ("1", "2"))])
    mended = nbformat.read(path, as_version=4)
    assert path.read_text(encoding="utf-8") == text_of(normalise(mended))
    assert "The loss is 0.3563,\nand 0.85 are right." in [cell.source for cell in mended.cells]
    assert doubted(before, doubts.Page(path, mended), tmp_path) == []


def test_a_notebook_that_asks_a_mended_question_runs_again(tmp_path):
    asks, other = (tmp_path / name for name in ("a.ipynb", "b.ipynb"))
    asks.write_text(r'"ask(\"gd-1\")"', encoding="utf-8")
    other.write_text(r'"ask(\"gd-11\")"', encoding="utf-8")
    changed = [doubts.QUESTIONS / "04.toml", doubts._guide_path("04")]
    assert asking(changed, [asks, other]) == [asks]
