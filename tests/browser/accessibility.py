"""What axe-core finds in our own outputs, and what the keyboard reaches."""

import re
from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Locator, Page

# Ours are the texts and outputs of the cells, and in the live edition the bar above them; the menus,
# bars and editors around them are not.
OURS = [".jp-OutputArea-output", ".jp-RenderedMarkdown", "#course"]
RUN = """async ours => {
  const include = ours.filter(one => document.querySelector(one)).map(one => [one]);
  const found = await axe.run({include}, {resultTypes: ['violations']});
  return found.violations.flatMap(one => one.nodes.map(node =>
    ({impact: one.impact, rule: one.id, html: node.html.replace(/\\s+/g, ' ').slice(0, 160)})));
}"""
# For the contrast rule a text has to be visible. JupyterLab does not draw the cells out of sight,
# and its body has no height and hides what flows over: axe-core would take all of it for hidden.
ALL_DRAWN = """
  .jp-Cell { content-visibility: visible !important; }
  body, .jp-LabShell { overflow: visible !important; }
"""
SERIOUS = ("serious", "critical")
# Two things in our outputs are others' and cannot be mended from here: the colours of a traceback
# and the link that a heading shows under the mouse are JupyterLab's.
NOT_OURS = {
    "color-contrast": 'class="ansi-',
    "link-in-text-block": "jp-InternalAnchorLink",
}
CONTROL = re.compile(
    r'- (button|spinbutton|slider|radio|textbox|checkbox|combobox|switch)\b'
    r'(?: "((?:[^"\\]|\\.)*)")?'
)
FOCUSABLE = "input, select, textarea, button, [tabindex='0']"
REACHED = """(output, focusable) => {
  const active = document.activeElement;
  if (!output.contains(active)) return null;
  return [...output.querySelectorAll(focusable)].indexOf(active);
}"""


@cache
def _axe() -> str:
    folder = Path(axe_playwright_python.__file__).parent
    return (folder / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Return the serious violations in our own outputs, one line each."""
    page.evaluate(_axe())
    page.add_style_tag(content=ALL_DRAWN)
    found = page.evaluate(RUN, OURS)
    return sorted(
        f"{one['impact']}, {one['rule']}: {one['html']}"
        for one in found
        if one["impact"] in SERIOUS and not _is_of_others(one)
    )


def _is_of_others(found: dict) -> bool:
    mark = NOT_OURS.get(found["rule"])
    return mark is not None and mark in found["html"]


def nameless_controls(page: Page) -> list[str]:
    """Return our controls without an accessible name, as the browser itself computes names."""
    outputs = page.locator(".jp-OutputArea-output").filter(has=page.locator(FOCUSABLE))
    return [line for output in outputs.all() for line in nameless(output.aria_snapshot())]


def nameless(snapshot: str) -> list[str]:
    """Return the controls of an accessibility tree that have no words for a name."""
    found = CONTROL.findall(snapshot)
    return [f"{role} {name}" for role, name in found if not _has_words(name)]


def name_of(control: Locator) -> str:
    """Return the name by which a screen reader calls the control, "" if it has none."""
    found = CONTROL.search(control.aria_snapshot())
    return found[2] if found and _has_words(found[2] or "") else ""


def _has_words(name: str) -> bool:
    # An ipywidget without a description and a tooltip is called "null".
    return bool(re.search(r"\w", name)) and name != "null"


def handles_without_field(page: Page) -> int:
    """Return how many sliders have no named number field in their row."""
    rows = page.locator(".widget-hbox:has(> .widget-slider)").all()
    fields = [row.locator("input") for row in rows]
    return sum(field.count() != 1 or not name_of(field) for field in fields)


def tab_through(page: Page, output: Locator, most: int = 60) -> set[int]:
    """Press Tab from the cell into its output until the focus leaves it; return what it reached.

    Controls count from 0 in the order of the page.
    """
    reached = set()
    for _ in range(most):
        page.keyboard.press("Tab")
        place = output.evaluate(REACHED, FOCUSABLE)
        if place is not None:
            reached.add(place)
        elif reached:
            break
    return reached
