"""The curves of a class on its page: one bundle for each explorer, whatever was handed in."""

import json
import random
import re
import statistics

import pytest

from dlfs.classroom.explore.curve_picture import BOTTOM, TOP
from dlfs.classroom.explore.curves import KNOWN, distance, far
from tests.course.test_class_page import EXTERNAL, Tags, account_with, rows_of
from tools.roster.class_page import page_of
from tools.roster.curves import bundles_of
from tools.roster.handed_in import files_below
from tools.roster.merging import account_of
from tools.roster.tables import COLUMNS

CURVE = KNOWN["descent-curve"]
HOSTILE = ("nan; 1; 1; 1; 1", "1e400; 0; 0; 0; 0", "; ".join(["0.5"] * 10_000), "it falls", "1; 1",
           "0.1; 0.1; 0.1; 0.1; 7", "<script>alert(1)</script>", "=1+1", "9" * 9_999, "-0.1 0 0 0 0",
           "inf inf inf inf inf", "0.1;" * 6, "\u221e 1 1 1 1", "None", "{}", "1e308 1 1 1 1")  # fmt: skip


def drawn_rows(told: str, lesson: str = "04", id: str = "descent_curve") -> list[dict]:
    return rows_of(lesson, gd_2="A", **{id: told})


def a_class(count: int, rng: random.Random) -> dict[str, list[float]]:
    return {f"P{number}": [round(rng.random(), 2) for _ in CURVE.steps] for number in range(count)}


def page_with(told: dict[str, str]) -> str:
    return page_of(account_with(**{name: drawn_rows(text) for name, text in told.items()}), [])


def as_told(drawn: dict[str, list[float]]) -> dict[str, str]:
    return {name: "; ".join(map(str, values)) for name, values in drawn.items()}


def heights(points: str) -> list[float]:
    """What a line of the picture says, on the axis of the curve from 0 to 1."""
    return [(BOTTOM - float(point.split(",")[1])) / (BOTTOM - TOP) for point in points.split()]


@pytest.mark.parametrize("count", [1, 2, 7, 30])
def test_every_curve_of_the_class_is_in_the_bundle_with_the_median_and_the_true_one(count):
    drawn = a_class(count, random.Random(count))
    page = page_with(as_told(drawn))
    picture = re.search(r'<article class="curves">.*?</svg>', page, re.DOTALL)[0]
    *lines, _, _, _ = re.findall(r'<polyline points="([^"]+)"', picture)  # the last are the key's
    assert len(lines) == count + 2
    for values, line in zip(drawn.values(), lines, strict=False):
        assert heights(line) == pytest.approx([0.5, *values], abs=0.001)
    middle = [statistics.median(each) for each in zip(*drawn.values())]
    assert heights(lines[-1]) == pytest.approx([0.5, *middle], abs=0.001)
    assert heights(lines[-2]) == pytest.approx([0.5 * 0.64**t for t in range(11)], abs=0.001)
    median = statistics.median(distance(CURVE, values) for values in drawn.values())
    who = "1 person drew" if count == 1 else f"{count} persons drew"
    assert f"{who} it before looking, the median distance is {far(CURVE, median)}." in page


def test_the_bundle_has_an_alt_text_and_says_which_shapes_were_drawn():
    page = page_with({"Ada": "0.3 0.2 0.1 0.1 0", "Ben": "0.6 0.7 0.8 0.9 1", "Eva": "0.4 0.3 0.2 0.1 0"})
    label = re.search(r'<article class="curves">.*?aria-label="([^"]+)"', page, re.DOTALL)[1]
    assert label.startswith("3 curves over 10 steps") and "the median is at 0.4; 0.3; 0.2; 0.1; 0" in label
    assert "The true curve falls. Drawn shapes: falls (2); rises (1)." in page
    assert "What was drawn before looking" in page and "Left out" not in page


def test_nobody_is_named_in_a_bundle_and_nothing_stands_there_without_one():
    article = re.search(r'<article class="curves">.*?</article>', page_with({"Zora": "1 1 1 1 1"}))[0]
    assert "Zora" not in article
    assert "drawn before looking" not in page_of(account_with(Ada=rows_of("04", gd_2="A")), [])


@pytest.mark.parametrize("told", HOSTILE)
def test_what_is_no_curve_is_left_out_and_named(told):
    page = page_with({"Mallory": told, "Ada": "0.3 0.2 0.1 0.1 0"})
    assert "Left out, because it is no such curve: Mallory." in page
    assert "1 person drew it before looking" in page and len(page) < 100_000
    tags = Tags(page)
    assert tags.faults == [] and tags.open == [] and EXTERNAL.findall(page) == []
    assert "nan" not in re.search(r'<article class="curves">.*?</svg>', page, re.DOTALL)[0]


def test_a_class_that_handed_in_nothing_but_nonsense_has_a_page():
    page = page_with({f"<b>P{number}</b>": told for number, told in enumerate(HOSTILE)})
    assert "0 curves" in page and "median" not in page and "<b>P" not in page
    assert Tags(page).faults == []


def test_the_bundle_is_black_white_and_grey():
    page = page_with(as_told(a_class(5, random.Random(0))))
    colours = set(re.findall(r"#([0-9a-f]{3}|[0-9a-f]{6})\b(?=[\";, )}])", page))
    assert colours and {colour for colour in colours if len(set(colour)) > 1} == {"d3d3d3"}


def test_each_explorer_has_a_bundle_of_its_own_and_an_unknown_one_has_none():
    rows = [*drawn_rows("0.3 0.2 0.1 0.1 0"), *drawn_rows("1 1 1 1 1", id="learning_rate_curve"),
            *drawn_rows("1 1 1 1 1", "10", "valley_curve"), *drawn_rows("1 1 1 1 1", id="pixels_curve")]  # fmt: skip
    found = bundles_of([{"person": "Ada", **row} for row in rows])
    assert [bundle.curve.id for bundle in found] == ["descent-curve", "learning-rate-curve", "valley-curve"]


def test_curves_are_read_from_every_form(tmp_path):
    told = "0.4; 0.3; 0.2; 0.1; 0"
    record = {"kind": "curve", "lesson": "04", "id": "descent-curve", "answer": told}
    later = {**record, "answer": "1; 1; 1; 1; 1"}
    printed = f"Lesson 04\nCurves drawn before looking:\n  descent-curve: {told} (6 % of the height away)\n"
    cells = [{"outputs": [{"output_type": "stream", "text": printed}]}]
    forms = {"a.jsonl": "\n".join(map(json.dumps, (record, later))), "b.ipynb": json.dumps({"cells": cells}),
             "c.csv": f"{','.join(COLUMNS)}\n04,descent-curve,curve,{told},\n"}  # fmt: skip
    for name, text in forms.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    account = account_of(files_below(tmp_path))
    assert [(row["id"], row["kind"], row["first"], row["latest"]) for row in account.rows] == [
        ("descent-curve", "curve", told, "")] * 3
    assert account.unknown == {} and account.skipped == {}
