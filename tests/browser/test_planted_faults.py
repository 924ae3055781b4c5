"""What the other tests look for is found when it is there: each fault once, in a small notebook."""

import nbformat
import pytest

from nbformat.v4 import new_code_cell, new_notebook

from tests.browser.accessibility import nameless_controls, violations
from tests.browser.explorer_view import explorers_of
from tests.browser.notebook_page import close, open_lab

MUTE = """
from dlfs.classroom import explore
mute = explore.descent()
for control in (mute.curvature, mute.learning_rate, mute.t):
    control.unobserve(mute.refresh, "value")
mute
"""
FROZEN_SENTENCE = """
from dlfs.classroom import explore
frozen = explore.descent()
still = type(frozen.readout)(frozen.readout.value)
frozen.view.children = [still if part is frozen.readout else part for part in frozen.view.children]
frozen
"""
NAMELESS = """
import ipywidgets
ipywidgets.VBox([ipywidgets.BoundedFloatText(1.0), ipywidgets.Play(), ipywidgets.Image()])
"""
GREY_ON_GREY = """
from IPython.display import HTML
HTML('<p style="color: #aaa; background: #bbb">Who can read this?</p>')
"""
BEACON = """
from IPython.display import HTML
HTML('<img alt="A beacon" src="http://beacon.invalid/pixel.png">')
"""


@pytest.fixture(scope="module")
def faulty(browser, lab):
    """A notebook with one fault in each cell, run in JupyterLab."""
    cells = [MUTE, FROZEN_SENTENCE, NAMELESS, GREY_ON_GREY, BEACON, "print('so far')\n1 / 0",
             "print('never')"]  # fmt: skip
    notebook = new_notebook(cells=[new_code_cell(cell.strip()) for cell in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, lab.my / "faulty.ipynb")
    opened = open_lab(browser, lab, "faulty.ipynb")
    opened.run_all()
    yield opened
    close(opened, lab)
    (lab.my / "faulty.ipynb").unlink()


def test_a_cell_that_fails_and_one_that_did_not_run_are_found(faulty):
    assert faulty.failures() == [
        "cell 6: ZeroDivisionError: division by zero",
        "cell 7 did not run: print('never')",
    ]


def test_an_explorer_whose_callback_does_nothing_is_found(faulty):
    mute = explorers_of(faulty)[0]
    mute.patience = 200
    labels = ("Curvature k", "Learning rate", "Step t")
    silent = [f"{label} changes nothing" for label in labels]
    still = [f"no control changes the {part}" for part in ("picture", "sentence")]
    assert mute.faults_of_typing() == silent + still
    assert mute.telling_field() is None
    assert mute.deaf_rows_of_buttons() != []
    assert not mute.plays_and_stops()


def test_a_sentence_that_never_changes_is_found(faulty):
    frozen = explorers_of(faulty)[1]
    assert frozen.faults_of_typing() == ["no control changes the sentence"]


def test_controls_without_a_name_are_found(faulty):
    found = nameless_controls(faulty.page)
    assert len([line for line in found if line.startswith("spinbutton")]) == 1
    assert len([line for line in found if line.startswith("button")]) >= 2


def test_serious_violations_are_found(faulty):
    rules = {line.split(", ")[1].split(":")[0] for line in violations(faulty.page)}
    assert {"label", "button-name", "image-alt", "color-contrast"} <= rules


def test_a_request_to_another_host_is_found(faulty):
    assert faulty.other_hosts() == {"beacon.invalid"}
