"""Code on a page: nothing is lost where imports and plotting are folded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.site.test_site_browser import LESSONS, opened  # noqa: F401
from tools.site.code import IMPORTS, PLOTTING, READING, parts_of

PIECES = {
    "import numpy as np\n": IMPORTS,
    "from dlfs import (\n    Graph,\n)\n": IMPORTS,
    'figure(\n    fig,\n    alt="words",\n)\n': PLOTTING,
    "x = 3  # why\n": READING,
    "def figure(x):\n    return x\n": READING,
    "print(figure(x))\n": READING,
}


@given(st.lists(st.sampled_from(list(PIECES)), max_size=8), st.sampled_from(["", "\n", "# end\n"]))
def test_the_parts_are_the_source_and_each_has_its_kind(pieces, end):
    source = "".join(pieces) + end
    parts = parts_of(source)
    assert "".join(text for _, text in parts) == source
    for piece in pieces:
        assert any(piece in text and kind == PIECES[piece] for kind, text in parts)
    kinds = [kind for kind, _ in parts]
    assert all(one != other for one, other in zip(kinds, kinds[1:]))


def test_what_cannot_be_read_stands_as_it_is():
    assert parts_of("x = (\n") == [(READING, "x = (\n")]


def test_imports_are_folded_and_what_is_taught_is_not(opened):  # noqa: F811
    page = opened(next(name for name in LESSONS if name.startswith("05")))
    assert not page.get_by_text("import numpy as np").first.is_visible()
    page.locator(".dressing summary").first.click()
    assert page.get_by_text("import numpy as np").first.is_visible()
    blocks = page.locator("pre.code:visible").all_inner_texts()
    assert len(blocks) > 10 and not any("alt=" in block for block in blocks)


def test_code_can_be_copied(opened):  # noqa: F811
    page = opened(LESSONS[1])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copy this code").nth(2)
    button.focus()
    page.keyboard.press("Enter")
    button.get_by_text("Copied").wait_for()
    shown = button.locator("xpath=..").locator("code").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == shown + "\n"


def test_the_front_page_has_a_picture_for_each_lesson(site, opened):  # noqa: F811
    page = opened("index.html")
    pictures = page.locator(".map img")
    assert pictures.count() == len(LESSONS)
    sources = pictures.evaluate_all("all => all.map((each) => each.getAttribute('src'))")
    assert len({(site / source).read_bytes() for source in sources}) == len(LESSONS)



FILTER = "image => getComputedStyle(image.closest('.stage') ?? image).filter"


def test_pictures_are_dark_in_the_dark_but_where_brightness_means_something(opened):  # noqa: F811
    page = opened(next(name for name in LESSONS if name.startswith("09")), color_scheme="dark")
    for figure in page.locator("figure").all():
        words = " ".join(figure.locator("img").evaluate_all("all => all.map((each) => each.alt)"))
        turned = "invert" in figure.locator("img").first.evaluate(FILTER)
        assert turned != ("dark" in words)
