"""The search finds what stands on the pages, and a heading first."""

import json

import pytest

from tests.site.test_site_browser import LESSONS, opened  # noqa: F401
from tools.site import search

PART = {"address": "a.html#x", "page": "A", "heading": "", "words": ""}
PARTS = [
    PART | {"words": "the softmax of logits, softmax again"},
    PART | {"heading": "Softmax on rows", "words": "a row"},
    PART | {"heading": "Nothing", "words": "M\u00fcller, na\u00efve"},
]


@pytest.fixture
def found(chromium):
    """Return a function that finds words in PARTS by the page's script: their places."""
    page = chromium.new_page()
    page.add_script_tag(content="var module = {};" + search_script())
    yield lambda asked: page.evaluate(
        "([parts, asked]) => module.exports.find(parts, asked).map((one) => parts.indexOf(one))",
        [PARTS, asked],
    )
    page.close()


def search_script() -> str:
    from tools.site.build import asset

    return asset("search.js").split('if (typeof document === "object")')[0] + (
        "module.exports = { find };"
    )


@pytest.mark.parametrize("asked, places", [
    ("softmax", [1, 0]), ("SOFTMAX row", [1]), ("logits softmax", [0]), ("muller naive", [2]),
    ("banana", []), ("", []), ("  ", []), ("(", []), ("soft.ax", []),
])  # fmt: skip
def test_all_words_have_to_be_there_and_headings_come_first(found, asked, places):
    assert found(asked) == places


def test_sections_are_cut_at_headings_and_have_no_answers():
    body = ('<h1 id="a">A <em>b</em></h1><p>one</p><template>secret</template>'
            '<form data-question="secret"><button>Commit</button></form><h2 id="c">C</h2>'
            "<p>two &amp; three</p><h3>no cut</h3>")  # fmt: skip
    first, second = search.sections_of("x.html", "X", body)
    assert first == {"address": "x.html#a", "page": "X", "heading": "A b", "words": "one"}
    assert second["words"] == "two & three no cut"
    assert search.sections_of("x.html", "X", "<p>no heading</p>") == []


def test_every_section_of_every_lesson_can_be_reached(site):
    parts = json.loads((site / "index.js").read_text(encoding="utf-8")[len("const SECTIONS = "):-2])
    pages = {name: (site / name).read_text(encoding="utf-8")
             for name in {part["address"].split("#")[0] for part in parts}}  # fmt: skip
    assert set(pages) == {"glossary.html", "practice.html", *LESSONS}
    for part in parts:
        name, place = part["address"].split("#")
        assert f'id="{place}"' in pages[name]


def test_words_are_found_on_the_page_by_keyboard(opened):  # noqa: F811
    page = opened("search.html")
    assert page.evaluate("document.activeElement.id") == "words"
    page.keyboard.type("unbroadcast")
    assert "found" in page.locator(".count").inner_text()
    link = page.locator(".found a").first
    assert link.get_attribute("href").startswith("07_")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/07_*.html#*")
    assert page.complaints == []


def test_what_is_not_there_is_said(opened):  # noqa: F811
    page = opened("search.html")
    page.keyboard.type("banana")
    assert page.locator(".count").inner_text() == "0 parts found."
