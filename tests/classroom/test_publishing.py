"""What is shown twice: still, for whoever opens the saved file, and alive."""

import re
import tomllib

import ipywidgets as widgets
import pytest

from dlfs.classroom import hosting, publishing
from dlfs.classroom.publishing import ASLEEP, LIVE, VIEW, publish
from tools.course import PYPROJECT

each = pytest.mark.parametrize


class Handle:
    def __init__(self, shown):
        self.shown = shown

    def update(self, bundle, raw):
        self.shown.append({"renewed": bundle})


@pytest.fixture
def shown(monkeypatch):
    bundles = []

    def display(bundle, **_):
        bundles.append(bundle)
        return Handle(bundles)

    monkeypatch.setattr(publishing, "display", display)
    monkeypatch.setattr(publishing, "in_notebook", lambda: True)
    return bundles


@pytest.fixture
def colab_of_today(monkeypatch):
    """Colab as it starts: ipywidgets 7.7 is loaded, and nothing newer is installed."""
    monkeypatch.setattr(widgets, "__version__", "7.7.1")
    monkeypatch.setattr(hosting, "in_colab", lambda: True)
    monkeypatch.setattr(hosting.metadata, "version", lambda name: "7.7.1")


def test_what_lives_is_shown_still_first_and_then_alone_as_a_widget(shown):
    box = widgets.VBox()
    publish("<p>Q</p>", "Q", box)
    still, live = shown
    assert set(still) == {"text/html", "text/plain"}
    assert still["text/html"].startswith('<div class="dlfs-still"><p>Q</p>')
    assert ASLEEP.replace(">", "&gt;") in still["text/html"]
    assert live == {VIEW: {"version_major": 2, "version_minor": 0, "model_id": box.model_id}}
    assert LIVE in box._dom_classes


def test_what_never_moves_is_not_called_asleep(shown):
    publish("<p>Q</p>", "Q")
    assert shown == [{"text/html": "<p>Q</p>", "text/plain": "Q"}]


def test_a_still_form_is_renewed_where_it_stands(shown):
    publish("<p>Q</p>", "Q", widgets.VBox()).renew("<p>Q, answered</p>", "Q")
    renewed = shown[-1]["renewed"]["text/html"]
    assert "Q, answered" in renewed and renewed.startswith('<div class="dlfs-still">')


def test_without_a_front_end_the_text_is_printed_and_renewing_does_nothing(capsys, monkeypatch):
    monkeypatch.setattr(publishing, "in_notebook", lambda: False)
    publish("<p>Q</p>", "Q").renew("<p>R</p>", "R")
    assert capsys.readouterr().out == "Q\n"


def test_the_style_hides_one_form_of_two_and_a_widget_that_is_one_line_of_text():
    selectors = re.fullmatch(r"<style>(.*) \{ display: none \}</style>", publishing.STYLE)[1]
    one_form, one_line = re.split(r", (?=:is)", selectors)
    assert one_form.endswith(":has(.dlfs-still):has(.dlfs-live) .dlfs-still")
    assert one_line.endswith(":has(.dlfs-still) .jp-OutputArea-output:not(:has(*))")


# Where the widgets are too old


def test_old_widgets_are_not_shown_and_the_still_form_says_what_to_do_there(shown, colab_of_today):
    publish("<p>Q</p>", "Q", widgets.VBox())
    (still,) = shown
    assert "ipywidgets 7.7.1 is too old" in still["text/html"]
    assert '%pip install "ipywidgets&gt;=8.1.5"' in still["text/html"].replace("&quot;", '"')
    assert "Runtime &gt; Restart session" in still["text/html"]
    assert "asleep" not in still["text/html"].replace("dlfs-asleep", "")


def test_newer_ones_that_are_installed_and_not_loaded_need_a_restart_alone(
    monkeypatch, colab_of_today
):
    monkeypatch.setattr(hosting.metadata, "version", lambda name: "8.1.9")
    assert "pip install" not in hosting.old_widgets()
    assert "Restart session" in hosting.old_widgets()


@each("loaded, old", [("7.7.1", True), ("8.1.4", True), ("8.1.5", False), ("8.10.0rc1", False)])
def test_a_version_is_compared_by_its_numbers(monkeypatch, loaded, old):
    monkeypatch.setattr(widgets, "__version__", loaded)
    assert bool(hosting.old_widgets()) is old


def test_outside_colab_the_menu_is_that_of_jupyter(monkeypatch):
    monkeypatch.setattr(hosting.metadata, "version", lambda name: "7.7.1")
    assert "Kernel > Restart Kernel" in hosting.way_to_new_widgets()
    assert hosting.way_to_new_widgets(at_home="make lab") == "make lab"


def test_the_oldest_widgets_are_those_of_the_installation():
    extras = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    needed = [line for extra in ("course", "hosted")
              for line in extras["optional-dependencies"][extra] if "ipywidgets" in line]  # fmt: skip
    assert needed == [f"ipywidgets>={hosting.OLDEST_WIDGETS}"] * 2
