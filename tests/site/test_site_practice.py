"""Practice on the pages: its tasks are right, and are answered as `practise` answers."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlfs.classroom.keeping import sitting, store
from dlfs.classroom.practising.drawing_tasks import HIGHEST, KINDS, OF_LESSONS, draw_distinct
from dlfs.classroom.practising.practise import words_of
from dlfs.classroom.practising.rounds import ROUND, Round, Solved
from dlfs.classroom.practising.task import Blank, Task
from tests.classroom.test_practising import faults_of
from tests.site.page_rules import Html
from tests.site.scripts import Node
from tests.site.test_site_answers import FORMS, SLOW
from tools.course import NOTEBOOKS, ROOT, read_course
from tools.site import build, practice, search

each = pytest.mark.parametrize
LARGEST_SCRIPT, LARGEST_PICTURE, LARGEST_PAGE = 110_000, 30_000, 5_000
# A whole round in the script: each row of texts is an answer, some seconds after the one before.
PLAY = """
module.exports.play = (practice, answers) => {
  let [round, seconds] = [beginRound(practice, []), 0];
  return answers.map(([wait, texts]) => {
    seconds += wait;
    const found = takeAnswer(practice, round, texts, seconds);
    round = found.round;
    return found.said;
  });
};
"""


def told(kind: str) -> list[list[Task]]:
    """Return the tasks as their script holds them; pictures have no graph to be read."""
    data = json.loads(re.search(r" = (.*);\n\Z", practice.script_of(kind))[1])
    return [[_task(kind, level, task, data["words"]) for task in tasks]
            for level, tasks in enumerate(data["levels"], 1)]  # fmt: skip


def _task(kind: str, level: int, data: dict, words: list[str]) -> Task:
    blanks = tuple(Blank(label, key, {text: words[at] for text, at in wrong}, form)
                   for label, form, key, wrong in data["blanks"])  # fmt: skip
    return Task(kind, level, words[data["question"]], tuple(data["given"]), blanks)


def all_tasks(kind: str) -> list[Task]:
    """Return the tasks of a script, with their graphs, which a second way of solving needs."""
    drawn = practice.tasks_of(kind)
    return [replace(one, graph=task.graph) for tasks, others in zip(told(kind), drawn, strict=True)
            for one, task in zip(tasks, others, strict=True)]  # fmt: skip


@each("kind", KINDS)
def test_every_task_has_a_key_that_a_second_way_finds_too(kind):
    tasks = all_tasks(kind)
    assert len(tasks) == practice.COUNT * HIGHEST[kind]
    assert [fault for task in tasks for fault in faults_of(task)] == []
    assert len({(task.level, task.printed) for task in tasks}) == len(tasks)


@each("kind", KINDS)
def test_a_key_that_is_wrong_in_the_script_is_found(kind, monkeypatch):
    honest = practice._blank_data

    def shifted(blank, words):
        label, form, key, wrong = honest(blank, words)
        other = wrong[0][0] if wrong else key + "1"
        return [label, form, other, [["77", words.place("no")], *wrong[1:]]]

    monkeypatch.setattr(practice, "_blank_data", shifted)
    assert any("a second way gives" in fault for fault in faults_of(all_tasks(kind)[0]))


def test_a_level_without_enough_different_tasks_is_refused():
    with pytest.raises(ValueError, match="there are no 100 different tasks of descent at level 1"):
        draw_distinct("descent", 1, 0, 100)


SUMS = """
import hashlib
from tools.site import practice
whole = practice.script_of("descent") + practice.script_of("order")
print(hashlib.sha256(whole.encode("ascii") + practice.picture_of("backward", 2, 3)).hexdigest())
"""


def test_two_builds_have_the_same_bytes():
    sums = set()
    for seed in ("1", "2"):
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", SUMS], cwd=ROOT, capture_output=True,
                              check=True, env=env)  # fmt: skip
        sums.add(done.stdout)
    assert len(sums) == 1 and len(sums.pop().strip()) == 64


def test_the_scripts_and_pictures_are_small(site):
    sizes = {path.name: path.stat().st_size for path in (site / "practice").iterdir()}
    assert {name.removesuffix(".js") for name in sizes if name.endswith(".js")} == set(KINDS)
    assert [name for name, size in sizes.items() if size > (
        LARGEST_SCRIPT if name.endswith(".js") else LARGEST_PICTURE)] == []
    assert all(len(practice.panel(kind)) < LARGEST_PAGE for kind in KINDS)
    assert sum(sizes.values()) < build.LARGEST


@each("source, kind", [
    ('practise("order")', "order"), ("from dlfs.classroom import practise\n\npractise('shapes')\n",
     "shapes"), ('print("no")', ""), ('mine = practise("order")', ""), ("", ""),
])  # fmt: skip
def test_a_cell_that_offers_practice_is_known(source, kind):
    assert practice.kind_offered(source) == kind


def test_a_kind_that_is_not_there_stops_the_build():
    with pytest.raises(ValueError, match="practice of 'bakward'"):
        practice.panel("bakward")


def kinds_on(path) -> list[str]:
    tags = Html(path.read_text(encoding="utf-8")).tags
    return [of["data-kind"] for _, of in tags if "data-kind" in of]


def test_each_lesson_that_offers_practice_has_its_panel(site):
    for lesson in read_course():
        cells = nbformat.read(NOTEBOOKS / lesson.file, as_version=4).cells
        offered = [kind for cell in cells if (kind := practice.kind_offered(cell.source))]
        wanted = [OF_LESSONS[lesson.number]] if lesson.number in OF_LESSONS else []
        assert offered == wanted == kinds_on(site / build.frame.address(lesson))
    assert kinds_on(site / "practice.html") == list(KINDS)
    assert 'href="practice.html"' in (site / "index.html").read_text(encoding="utf-8")


def test_the_search_finds_the_page_and_no_key():
    body = practice.all_panels()
    parts = search.sections_of("practice.html", "Practice", body)
    assert [part["address"].split("#")[1] for part in parts] == ["practice", *KINDS]
    assert "What is right in task" in body
    assert not any("right in task" in part["words"] for part in parts)


# The script answers as Python does


@cache
def some_blanks() -> list[tuple[list, Blank]]:
    """Return some blanks of each kind and form, as the script has them and as Python has them."""
    found = []
    for kind in KINDS:
        data = practice.data_of(kind)
        for tasks, drawn in zip(data["levels"], practice.tasks_of(kind), strict=True):
            found += [([blank, data["words"]], known)
                      for task, one in zip(tasks[:3], drawn[:3], strict=True)
                      for blank, known in zip(task["blanks"], one.blanks, strict=True)]  # fmt: skip
    return found


SHAPES = st.lists(st.integers(1, 7).map(str), min_size=1, max_size=3).flatmap(
    lambda sizes: st.sampled_from([",", ", ", " x ", "x", " ", ";", "\u00d7", "*"]).map(
        lambda mark: mark.join(sizes))
).flatmap(lambda text: st.sampled_from(["{}", "({})", "({},)", "[{}]", " {} ", "shape {}"]).map(
    lambda form: form.format(text)))  # fmt: skip
LETTERS = st.text("ABCDEFabcdef .()'\"", max_size=3)
# Deferred: the tasks are drawn when a test runs, not when it is collected.
KNOWN = st.deferred(lambda: st.sampled_from(
    [text for _, blank in some_blanks() for text in (blank.key, *blank.wrong)]))  # fmt: skip
WRITTEN = KNOWN.flatmap(lambda text: st.sampled_from([
    text, f" {text} ", text.replace("-", "\u2212"), text.replace(".", ","), f"({text})",
    text.lower(), text.replace("0.", "."), f"+{text}", f"x = {text}"]))  # fmt: skip
TYPED = st.one_of(FORMS, SHAPES, LETTERS, KNOWN, WRITTEN)


def differing(javascript, rows: list[tuple]) -> list:
    """Return what the script answers otherwise than Python does."""
    said = javascript([["replyTo", text, *data] for (data, _), text in rows])
    return [(text, blank.label, one, blank.answer_to(text))
            for ((_, blank), text), one in zip(rows, said, strict=True)
            if one != blank.answer_to(text)]  # fmt: skip


@given(texts=st.lists(TYPED, min_size=100, max_size=200), place=st.randoms(use_true_random=False))
@SLOW
def test_whatever_is_typed_gets_the_same_reply(javascript, texts, place):
    assert differing(javascript, [(place.choice(some_blanks()), text) for text in texts]) == []


def every_known() -> list[tuple]:
    return [(row, text) for row in some_blanks()
            for text in (row[1].key, *row[1].wrong, "", " ", "99")]  # fmt: skip


def test_every_known_answer_gets_the_same_reply(javascript):
    assert differing(javascript, every_known()) == []


ODD = ["1/3", "0.333333", "0.3333339", "1,159", "{}", "$&", "\u00a02\u3000", "2,3,",
       "1" * 201, "nan", "1e999", "00", "2x3", "a, b", "\u00df", "\U0001f600" * 50]  # fmt: skip


def test_odd_texts_get_the_same_reply(javascript):
    some = some_blanks()[::20]
    assert {blank.form for _, blank in some} == {"number", "letter", "shape"}
    assert differing(javascript, [(row, text) for row in some for text in ODD]) == []


class OnThePage(Round):
    """A round with the tasks of the page: which one comes depends on how many there were."""

    def __post_init__(self):
        super().__post_init__()
        self.past: list[Solved] = []

    @property
    def task(self):
        before = sum(one.level == self.level for one in self.past)
        return practice.tasks_of(self.kind)[self.level - 1][before % practice.COUNT]

    def _end(self, task, right, said):
        self.past.append(Solved(self.level, right))
        return super()._end(task, right, said)


WAYS = st.sampled_from(["right"] * 3 + ["wrong"] * 2 + ["all", "some", "nothing", "huh"])
ANSWERS = st.lists(st.tuples(st.sampled_from([1, 20, 130]), WAYS, st.integers(0, 999)),
                   min_size=40, max_size=70)  # fmt: skip


def texts_for(task: Task, way: str, number: int) -> list[str]:
    """Return what somebody fills in: all of it, a known wrong number, a part, or nothing."""
    at = number % len(task.blanks)
    if way == "all":
        return ["77"] * len(task.key)
    wrong = ["99", *task.blanks[at].wrong][number % (len(task.blanks[at].wrong) + 1)]
    one = {"wrong": wrong, "some": "", "huh": "huh"}.get(way, task.key[at])
    return [""] * len(task.key) if way == "nothing" else [*task.key[:at], one, *task.key[at + 1 :]]


def played(kind: str, answers: list[tuple]) -> tuple[list, list[str]]:
    """Return the answers as the script takes them, and what Python says to each."""
    now, given, said = [0.0], [], []
    practising = OnThePage(kind, clock=lambda: now[0])
    for wait, way, number in answers:
        now[0] += wait
        given.append([wait, texts_for(practising.task, way, number)])
        said.append(practising.answer(given[-1][1]))
    return given, said


@pytest.fixture
def player(javascript, monkeypatch, tmp_path):
    """Return the script that plays a whole round, and nothing that Python would keep."""
    if not isinstance(javascript, Node):
        pytest.skip("node is not installed: whole rounds are played there")
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    sitting.start_again()
    monkeypatch.setattr(store, "append", lambda record: "")
    node = Node(javascript.command[0])
    node.command[2] = node.command[2].replace("\nconst calls", f"\n{PLAY}\nconst calls")
    return node


@given(drawn=st.lists(st.tuples(st.sampled_from(list(KINDS)), ANSWERS), min_size=4, max_size=6))
@SLOW
def test_a_whole_round_goes_as_in_a_notebook(player, drawn):
    rounds = [(kind, *played(kind, answers)) for kind, answers in drawn]
    found = player([["play", practice.data_of(kind), given] for kind, given, _ in rounds])
    assert found == [said for *_, said in rounds]


FIXED = [(1, "right", 1), (1, "wrong", 3), (1, "some", 0), (1, "huh", 2), (1, "wrong", 1),
         (1, "nothing", 0), (1, "wrong", 0), *[(150, "right", at) for at in range(9)],
         (1, "right", 0), *[(1, "all", 0)] * 6, (700, "right", 0)]  # fmt: skip


def test_the_fixed_round_grows_shrinks_and_ends(player):
    given, said = played("backward", FIXED)
    whole = " ".join(said)
    for words in ("Up to level", "Down to level", "It is:", "still empty", "cannot be read", "begin with",
                  "Ten minutes are over"):  # fmt: skip
        assert words in whole
    assert player([["play", practice.data_of("backward"), given]]) == [said]


FAULTS = {
    "last > 0 ? 1 : -1": "last > 0 ? 2 : -1",
    "< RULES.patience": "<= RULES.patience",
    ">= RULES.round": ">= 2 * RULES.round",
    "if (unread) return": "if (false) return",
    "% tasks.length": "% 1",
    "told.slice(0, RULES.told)": "told",
    "wrong: 0, past": "past",
    "Math.max(...solved)": "solved.at(-1)",
    "< RULES.near": "< 0",
    "words[known[0][1]]": "words[0]",
}


@each("right", FAULTS)
def test_a_script_that_goes_otherwise_is_found(player, right):
    assert right in player.command[2]
    player.command[2] = player.command[2].replace(right, FAULTS[right])
    kinds = [(kind, *played(kind, FIXED + FIXED[:8] * 2)) for kind in ("backward", "matmul")]
    found = player([["play", practice.data_of(kind), given] for kind, given, _ in kinds])
    assert found != [said for *_, said in kinds]


def test_the_curve_is_said_as_in_a_notebook(javascript):
    done = [Solved(1, True), Solved(2, False), Solved(1, True)]
    assert javascript([["wordsOfCurve", [1, -2, 1]]]) == [words_of(done)]
    assert ROUND == 600
