"""The pages as files: valid, complete, with words for every picture, and without a solution."""

import json
import shutil
import subprocess

import nbformat
import pytest

from dlfs.classroom import lessons
from dlfs.classroom.checking.check import solution_source
from tests.site import page_rules
from tests.site.page_rules import RULES, Html, page_at
from tools.course import NOTEBOOKS, read_course, solution_paths
from tools.normal_form import is_chosen
from tools.site import build, code
from tools.site.cells import asks_for_letters

# Cells that stand on a page as a form.
OTHERWISE = ("ask(", "check(")
COURSE = read_course()
THERE = build.existing(COURSE)
LESSONS = [build.frame.address(lesson) for lesson in THERE]
NAMES = ["index.html", "glossary.html", "search.html", "practice.html", *LESSONS]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_keeps_every_rule(site, name):
    page = page_at(site / name)
    assert {rule.__name__: found for rule in RULES if (found := rule(page))} == {}


GOOD = '<h1 id="a">A</h1><h2>B</h2><label for="f">F</label><input id="f">'
PLANTED = {
    "addresses_outside": '<img src="https://example.org/a.png" alt="{}">'.format("a" * 50),
    "pictures_without_words": '<img src="data:image/png;base64,AA">',
    "broken_links": '<a href="nowhere.html">x</a>',
    "confused_ids": '<p id="a"></p>',
    "faults_of_headings": "<h4>C</h4>",
    "fields_without_labels": '<input type="text" id="g">',
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_planted_fault_is_found(rule):
    assert rule(Html(GOOD)) == []
    assert rule(Html(GOOD + PLANTED[rule.__name__])) != []


@pytest.mark.parametrize(
    "planted",
    ["<style>p { background: url(//example.org/x) }</style>", '<script src="http://a/b"></script>',
     '<link href="https://a/b" rel="stylesheet">', '<form action="ftp://a"></form>'],
)  # fmt: skip
def test_whatever_fetches_from_elsewhere_is_found(planted):
    assert page_rules.addresses_outside(Html(planted)) != []
    assert page_rules.addresses_outside(Html('<a href="https://a/b">a link</a>')) == []


def test_the_page_of_a_lesson_and_its_files_are_small_enough(site):
    for name in LESSONS:
        beside = (site / name.removesuffix(".html")).iterdir()
        size = (site / name).stat().st_size + sum(path.stat().st_size for path in beside)
        shared = sum((site / path).stat().st_size for path in ("site.js", "site.css", "math.css"))
        assert (name, size + shared <= build.LARGEST) == (name, True)


def test_a_page_that_is_too_large_stops_the_build(monkeypatch, pandoc, tmp_path):
    monkeypatch.setattr(build, "LARGEST", 10_000)
    with pytest.raises(ValueError, match="at most 10000 are fine"):
        build.write(tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


def solutions_of(number: str) -> list[str]:
    """Return the solutions of a lesson's exercises: those in its files, and the instructor's."""
    texts = [solution_source(exercise) for exercise in lessons.exercises(number)
             if exercise.kind != "value"]  # fmt: skip
    texts += [
        order for exercise in lessons.exercises(number) for order in exercise.accepted
        if len(order) > 4
    ]  # fmt: skip
    for path in solution_paths():
        if path.name.startswith(number):
            cells = nbformat.read(path, as_version=4).cells
            texts += [cell.source for cell in cells if is_chosen(cell["id"])]
    return texts


def shown_by(lesson) -> str:
    cells = nbformat.read(NOTEBOOKS / lesson.file, as_version=4).cells
    texts = [cell.source for cell in cells]
    for exercise in lessons.exercises(lesson.number):
        texts += [exercise.stub, *exercise.lines]
    return "\n".join(texts)


@pytest.mark.parametrize("lesson", THERE, ids=lambda lesson: lesson.number)
def test_no_line_of_a_solution_stands_on_a_page(site, lesson):
    page = page_at(site / build.frame.address(lesson))
    solutions = solutions_of(lesson.number)
    assert solutions
    assert page_rules.lines_of_solutions(page, solutions, shown_by(lesson)) == []


def test_a_solution_on_a_page_is_found_wherever_it_hides(site):
    page = page_at(site / LESSONS[0])
    secret = ["def secret(x):\n    return 3 * x  -  hidden(x) < 2"]
    line = "return 3 * x - hidden(x) &lt; 2"
    for planted in (f"<p>{line}</p>", f'<p title="{line}"></p>', f"<template>{line}</template>",
                    "<pre>return <b>3 *</b> x - hidden(x) &lt; 2</pre>"):  # fmt: skip
        sick = Html(page.text.replace("</main>", planted + "</main>"))
        assert page_rules.lines_of_solutions(sick, secret, "") != []
    assert page_rules.lines_of_solutions(page, secret, "") == []


def complaints(validator: list[str], paths) -> list[str]:
    """Return what the validator says about the pages."""
    done = subprocess.run([*validator, *map(str, paths)], capture_output=True, text=True,
                          encoding="utf-8", check=True)  # fmt: skip
    said = json.loads(done.stdout)["messages"]
    return [f"{entry['url']}: {entry['message']}" for entry in said]


def test_the_html_is_valid(site, validator):
    assert complaints(validator, sorted(site.glob("*.html"))) == []


def test_invalid_html_is_found(site, validator, tmp_path):
    text = (site / LESSONS[0]).read_text(encoding="utf-8")
    (tmp_path / "sick.html").write_text(text.replace("</main>", "<p></div></main>"), "utf-8")
    assert complaints(validator, [tmp_path / "sick.html"]) != []


def test_everything_that_a_lesson_says_stands_on_its_page(site):
    for lesson in THERE:
        words = "".join(page_at(site / build.frame.address(lesson)).words.split())
        for cell in nbformat.read(NOTEBOOKS / lesson.file, as_version=4).cells:
            if cell.source == "report()" or asks_for_letters(cell.source):
                continue
            texts = [output.text for output in cell.get("outputs", []) if "text" in output]
            if cell.cell_type == "code" and not cell.source.startswith(OTHERWISE):
                texts += [text for _, text in code.parts_of(cell.source)]
            for text in texts:
                assert (lesson.number, text, "".join(text.split()) in words) == (
                    lesson.number, text, True
                )  # fmt: skip


def test_every_question_exercise_and_explorer_of_a_lesson_is_on_its_page(site):
    for lesson in THERE:
        page = page_at(site / build.frame.address(lesson))
        cells = nbformat.read(NOTEBOOKS / lesson.file, as_version=4).cells
        shown = [
            output.data.get("text/html", "") for cell in cells for output in cell.get("outputs", [])
            if "data" in output
        ]  # fmt: skip
        classes = [name for _, of in page.tags for name in of.get("class", "").split()]
        for name in ("question", "exercise"):
            assert classes.count(name) == sum(f'class="dlfs-{name}"' in text for text in shown)
        alive = [
            cell for cell in cells for output in cell.get("outputs", [])
            if {"still", "figure"} <= parts_of(output)
        ]  # fmt: skip
        assert (lesson.number, classes.count("explorer")) == (lesson.number, len(alive))


def parts_of(output) -> set[str]:
    shown = output.get("data", {}).get("text/html", "")
    marks = {"still": 'class="dlfs-still"', "figure": "<figure"}
    return {name for name, mark in marks.items() if mark in shown}


def test_the_map_names_every_lesson_and_links_to_those_that_are_there(site):
    page = page_at(site / "index.html")
    links = [of["href"] for tag, of in page.tags if tag == "a"]
    for lesson in COURSE:
        assert (lesson.title in page.words, build.frame.address(lesson) in links) == (
            True, lesson in THERE
        )  # fmt: skip


def test_a_lesson_without_a_notebook_is_in_the_map_without_a_link(pandoc, tmp_path):
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    shutil.copy(NOTEBOOKS / "course.toml", notebooks)
    shutil.copy(NOTEBOOKS / THERE[0].file, notebooks)
    page = build.build_front(COURSE, notebooks).page
    assert page.count('href="') - page.count('rel="') >= 1
    assert f'href="{build.frame.address(THERE[0])}"' in page
    assert THERE[1].title in page
    assert f'href="{build.frame.address(THERE[1])}"' not in page
    assert "still being written" in page
    lesson = build.build_lesson(THERE[0], COURSE, notebooks).page
    assert 'rel="next"' not in lesson and 'rel="prev"' not in lesson


def test_previous_and_next_follow_the_course(site):
    for at, lesson in enumerate(THERE):
        page = page_at(site / build.frame.address(lesson))
        ways = {of["rel"]: of["href"] for tag, of in page.tags if tag == "a" and "rel" in of}
        near = {"prev": THERE[at - 1] if at else None, "next": dict(enumerate(THERE)).get(at + 1)}
        assert ways == {kind: build.frame.address(one) for kind, one in near.items() if one}


def test_beside_a_live_edition_each_lesson_and_the_map_lead_to_it(pandoc):
    lesson = THERE[4]
    live = f"live/notebooks/index.html?path={lesson.file}"
    for built in (
        build.build_lesson(lesson, COURSE, live="live/"), build.build_front(COURSE, live="live/")
    ):  # fmt: skip
        assert live in [of.get("href") for tag, of in Html(built.page, NOTEBOOKS).tags if tag == "a"]
    assert "live/index.html" in built.page


def test_without_one_nothing_leads_to_it(site):
    for path in site.glob("*.html"):
        assert "live/" not in path.read_text(encoding="utf-8")


def test_a_web_server_may_read_the_folder(site, tmp_path):
    (tmp_path / "usual").mkdir()
    assert site.stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_build_that_fails_leaves_the_old_pages(monkeypatch, pandoc, tmp_path):
    target = tmp_path / "site"
    target.mkdir()
    (target / "old.html").write_text("old", encoding="utf-8")
    monkeypatch.setattr(build, "build_lesson", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build.write(target)
    assert [path.name for path in tmp_path.rglob("*.html")] == ["old.html"]
