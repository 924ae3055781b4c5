"""The class page of `make roster`: what it counts, what it reads from the guides, how it prints."""

import json
import random
import re
from html.parser import HTMLParser

import pytest

from dlfs.classroom import lessons
from tests.browser.answers import right_answer, wrong_answer
from tools.proof.guides import guides
from tools.roster.class_page import chapters_of, page_of
from tools.roster.handed_in import files_below
from tools.roster.merging import Account, Report, account_of
from tools.roster.progress import outline_of, progress_of, rubric_of, stopped_early
from tools.roster.tables import ABOUT, COLUMNS
from tools.roster.understanding import OTHERS, RIGHT, UNREAD, group_of, splits_of

GUIDES = {guide.number: guide for guide in guides()}
EXTERNAL = re.compile(r"<script|<link|<iframe|https?:|url\((?!#)|@import|src=|\son\w+=", re.IGNORECASE)


def rows_of(number: str, **answers: str | tuple[str, str]) -> list[dict]:
    """Rows of a report; an id is written with _ for -, and a pair is a first and a latest answer."""
    rows = []
    for name, told in answers.items():
        first, latest = told if isinstance(told, tuple) else (told, "")
        cells = (number, name.replace("_", "-"), "", first, latest, "", "")
        rows.append(dict(zip((*COLUMNS, *ABOUT), cells, strict=True)))
    return rows


def account_with(**reports: list[dict]) -> Account:
    made = [Report(name, f"{name}.csv", rows[0]["lesson"], rows, 0.0) for name, rows in reports.items()]
    return Account(seen=len(made), reports=made)


def split(number: str, name: str, *answers):
    rows = [row for told in answers for row in rows_of(number, **{name: told})]
    (found,) = splits_of(rows, GUIDES[number])
    return found


def sizes(found) -> dict[str, tuple[int, int]]:
    return {group.label: (group.first, group.latest) for group in found.groups
            if group.first or group.latest}  # fmt: skip


# What was understood


def test_a_choice_is_split_over_its_letters_first_and_revised():
    found = split("04", "gd-2", "A", ("A", "C"), ("D", "A"), "C", "44", "quite")
    assert sizes(found) == {"A": (2, 2), "C": (2, 3), "D": (1, 0), UNREAD: (1, 1)}
    assert found.count == 6 and [group.label for group in found.groups if group.right] == ["C"]
    assert found.largest_wrong.label == "A"
    assert found.largest_wrong.misconception == "smaller is safer, so it is better"


def test_numbers_are_split_over_named_misconceptions():
    found = split("04", "gd-1", "10; 4", "10; 6", ("gradient 10, x = 6", "10; 4"), "25; 7", "8; 8")
    assert sizes(found) == {RIGHT: (1, 2), "10; 6": (2, 1), "25; any": (1, 1), OTHERS: (1, 1)}
    named = {group.label: group.misconception for group in found.groups}
    assert named["10; 6"] == "adds the gradient"


def test_where_all_are_right_by_now_the_largest_group_of_before_is_named():
    found = split("04", "gd-2", ("B", "C"), ("B", "C"), ("A", "C"))
    assert found.largest_wrong.label == "B"
    assert split("04", "gd-2", "C", "C").largest_wrong is None


@pytest.mark.parametrize("number", sorted(GUIDES))
def test_what_the_guide_expects_stands_beside_the_right_groups(number):
    """Read here from the guide's text by other means: no share is lost, each has its group."""
    text = GUIDES[number].text
    for name, line in re.findall(r"^### (\S+)\n+Expected: (.*?)%\.", text, re.MULTILINE):
        question = lessons.find_question(name)
        found = split(number, name, str(right_answer(question)))
        told = {group.label: group.expected for group in found.groups if group.expected}
        shares = [int(share) for share in re.findall(r" (\d+)(?=,| $|$)", line.strip())]
        assert sum(told.values()) == sum(shares) and len(told) == len([one for one in shares if one])
        for letter, share in re.findall(r"\b([A-D]) (\d+)", line):
            assert told.get(letter, 0) == int(share)
        assert 100 < len(found.advice) and found.advice in text and "Expected" not in found.advice


@pytest.mark.parametrize("number", lessons.numbers())
def test_right_and_foreseen_answers_find_their_groups(number):
    for question in lessons.lesson(number).questions:
        if question.kind == "sentence":
            continue
        right = question.answer if question.kind == "choice" else RIGHT
        assert group_of(question, str(right_answer(question))) == right
        assert group_of(question, str(wrong_answer(question))) != right


@pytest.mark.parametrize("seed", range(5))
def test_every_answer_is_in_exactly_one_group(seed):
    rng = random.Random(seed)
    told = ("A", "B", "44", "10; 4", "", "x y", "[[", "1e999", "half", "nan", "10; 6; 2", "\u5b66")
    for number in lessons.numbers():
        for question in lessons.lesson(number).questions:
            if question.kind != "sentence":
                drawn = [(rng.choice(told), rng.choice(told)) for _ in range(9)]
                if not any(first for first, _ in drawn):
                    continue
                found = split(number, question.id, *drawn)
                count = sum(bool(first) for first, _ in drawn)
                assert found.count == count == sum(group.first for group in found.groups)
                assert count == sum(group.latest for group in found.groups)


# How far everybody came


@pytest.mark.parametrize("number", sorted(GUIDES))
def test_every_rubric_asks_for_predictions_an_exercise_and_a_sentence(number):
    rubric, outline = rubric_of(GUIDES[number]), outline_of(number)
    assert rubric.predictions and rubric.exercises and rubric.sentences
    assert {*rubric.predictions, *rubric.exercises, *rubric.sentences} <= set(outline.items)
    complete = rows_of(number, **{name: "x" for name in outline.items})
    assert progress_of("Ada", complete, outline, rubric).mark == 2
    for names in (rubric.predictions[:1], rubric.exercises, rubric.sentences):
        lacking = [row for row in complete if row["id"] not in names]
        assert progress_of("Ada", lacking, outline, rubric).mark == 1
    assert progress_of("Ada", [], outline, rubric).mark == 0
    assert progress_of("Ada", rows_of(number, **{outline.items[0]: ""}), outline, rubric).mark == 0


def test_the_rubrics_of_three_lessons_ask_for_what_they_say():
    assert rubric_of(GUIDES["04"]).predictions == ("gd-2", "lr-3")
    assert rubric_of(GUIDES["04"]).exercises == ("descent-step",)
    assert set(rubric_of(GUIDES["05"]).exercises) == {"walk-back", "backward-order"}
    assert len([name for name in rubric_of(GUIDES["00"]).predictions if name[:2] == "dq"]) == 10


def test_an_outline_has_the_order_of_the_notebook():
    outline = outline_of("04")
    order = [outline.items.index(name) for name in ("ce-2", "gd-2", "descent-step", "lr-3", "gd-6")]
    assert order == sorted(order)
    assert "gd-4" not in outline.core and outline.exits == ("gd-1", "gd-3", "gd-6")


def test_who_stopped_early_is_told_by_the_exit_ticket_of_this_lesson():
    outline = outline_of("04")
    for answers, last in (({"ce-2": "1", "gd-2": "A"}, "gd-2"), ({"gd-2": "A", "gd-6": "x"}, ""),
                          ({}, ""), ({"ce-2": "1"}, "ce-2"), ({"gd-4": "1"}, "")):  # fmt: skip
        progress = progress_of("Ada", rows_of("04", **answers), outline, None)
        assert stopped_early(progress, outline) == last


# The page


class Tags(HTMLParser):
    """Finds tags that are not closed in their order, and all that is said."""

    VOID = {"meta", "br", "rect", "circle", "path", "use"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open, self.faults, self.words, self.count = [], [], [], {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.count[tag] = self.count.get(tag, 0) + 1
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID and (not self.open or self.open.pop() != tag):
            self.faults.append(tag)

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def page() -> str:
    rng, reports = random.Random(1), {}
    for number in ("00", "04", "05"):
        for person in ("Ada", "<b>Ben</b> & Co", "Zo\u00eb"):
            if (number, person) == ("05", "Ada"):
                continue
            answers = {}
            for name in outline_of(number).items:
                question = lessons.find_question(name)
                told = "passed" if question is None else "so <i>long</i>" if (
                    question.kind == "sentence") else rng.choice(
                    (str(right_answer(question)), str(wrong_answer(question))))  # fmt: skip
                answers[name] = told
            reports[f"{person} {number}"] = rows_of(number, **answers)
    account = account_with(**reports)
    for report in account.reports:
        report.person = report.person[:-3]
    return page_of(account, ["skipped   <x>.csv: it is empty"])


def test_the_page_is_whole_and_escapes_what_it_is_told(page):
    tags = Tags(page)
    assert tags.faults == [] and tags.open == []
    assert "<b>Ben</b> & Co" in tags.text and "so <i>long</i>" in tags.text
    assert "b" not in tags.count and "i" not in tags.count and "skipped <x>.csv" in tags.text


def test_the_page_needs_nothing_from_elsewhere_and_no_script(page):
    assert EXTERNAL.findall(page) == []
    assert EXTERNAL.search('<img src="https://x">') and EXTERNAL.search("<a onclick='x'>")


def test_the_page_is_black_white_and_grey(page):
    colours = set(re.findall(r"#([0-9a-f]{3}|[0-9a-f]{6})\b(?=[\";, )}])", page))
    assert colours and {colour for colour in colours if len(set(colour)) > 1} == set()


def test_the_page_says_for_each_lesson_what_the_instructor_asks(page):
    text = Tags(page).text
    assert "The class: 3 persons, 3 lessons" in text
    for chapter in text.split("Lesson ")[-3:]:
        for words in ("Handed in nothing", "Passed no exercise", "Stopped before the exit ticket",
                      "How far everybody came", "What was understood", "Largest wrong group"):
            assert words in chapter  # fmt: skip
    assert "2 of 3 persons handed in a report. Handed in nothing Ada " in text
    advice = GUIDES["04"].advice("gd-2")
    assert advice.startswith("The lesson lives on this surprise") and advice[:60] in text
    assert "What to look for: " in text


def test_goals_are_read_from_every_form_and_an_unknown_one_is_named(tmp_path):
    records = [{"kind": "goal", "lesson": "04", "id": "descent-three", "line": "explore.descent()"},
               {"kind": "goal", "lesson": "04", "id": "descent-four", "line": ""}]  # fmt: skip
    table = f"{','.join(COLUMNS)}\n04,descent-three,goal,reached,\n"
    for name, text in (("answers.jsonl", "\n".join(map(json.dumps, records))), ("x.csv", table)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = account_of(files_below(tmp_path))
    assert [(row["id"], row["first"]) for row in found.rows] == [
        ("descent-three", "reached"), ("descent-four", "reached"), ("descent-three", "reached")]
    assert found.unknown == {"answers.jsonl": ["descent-four"]}


def test_the_page_says_how_many_reached_a_goal_and_of_whom_nothing():
    reached = {"descent_twins": "reached", "descent_three": "reached", "descent_four": "reached"}
    told = page_of(account_with(Ada=rows_of("04", gd_2="A", **reached),
                                Ben=rows_of("04", descent_twins="reached")), [])  # fmt: skip
    assert ("<p class=\"note\">Goals reached: <code>descent-three</code> by 1; "
            "<code>descent-twins</code> by 2.</p>") in told  # fmt: skip
    assert "Goals" not in page_of(account_with(Ada=rows_of("04", gd_2="A")), [])


def test_the_bars_have_the_lengths_of_the_shares():
    account = account_with(Ada=rows_of("04", gd_2="A"), Ben=rows_of("04", gd_2=("A", "C")))
    chapter = page_of(account, [])
    (label,) = re.findall(r'<th scope="row">A</th>.*?aria-label="([^"]+)">(.*?)</svg>', chapter)
    assert label[0] == "first 100 %; revised 50 %; expected 45 %"
    assert re.findall(r'width="([\d.]+)" height="9"', label[1]) == ["200.0", "100.0", "90.0"]


def test_a_lesson_without_a_guide_and_an_unknown_lesson_stop_nothing(monkeypatch):
    monkeypatch.setattr("tools.roster.class_page.guides", lambda: [])
    account = account_with(Ada=rows_of("04", gd_2="A"), Ben=rows_of("77", xx_1="A"))
    text = Tags(page_of(account, [])).text
    assert "expected" not in text.split("What was understood")[1].split("What became")[0][200:]
    assert [one.lesson.number for one in chapters_of(account)] == ["04"]
