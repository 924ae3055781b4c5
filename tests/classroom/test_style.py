"""Figures, graphs and explorers look the same whatever somebody has told matplotlib."""

import matplotlib
import numpy as np
import pytest
from matplotlib import style

import dlfs
from dlfs.classroom import data
from dlfs.classroom.drawing import draw_graph, new_figure, plot_classes, plot_curve
from dlfs.classroom.drawing.figures import new_figure_in_two, png
from dlfs.classroom.drawing.style import course_style
from dlfs.classroom.explore import training
from tests.classroom.explorer_rules import UGLY

STYLES = ("dark_background", "ggplot", "Solarize_Light2", "grayscale", "fivethirtyeight", UGLY)


def a_lesson_s_figure():
    """What a cell draws: our helpers, matplotlib's own methods, texts, a legend, ticks."""
    fig, (left, right) = new_figure(2.5, 1, 2, sharey=True)
    plot_classes(left, *data.overlapping())
    plot_curve(right, np.cos(np.arange(20) / 3), label="cos")
    right.plot([1, 2, 3], "o-", label="three")
    right.axhline(0)
    left.annotate("here", (0, 0), (1, 1), arrowprops={"arrowstyle": "->"})
    left.text(0, 1, r"$\eta$ and -1")
    left.imshow(np.eye(3), alpha=0.2, extent=(-1, 1, -1, 1))
    right.bar([1, 2], [0.5, 1])
    right.legend()
    right.set(title="a title", xlabel="x", xlim=(-3, 20))
    left.grid(True)
    fig.suptitle("both")
    return png(fig)


def two_parts():
    fig, above, below = new_figure_in_two(3, (1, 2), 1, (1, 1))
    for ax in (*above, *below):
        ax.plot([1, 2, 1])
    return png(fig)


def a_graph():
    with dlfs.Graph().as_default():
        w, b = dlfs.Variable(2.0, "w"), dlfs.Variable(3.0, "b")
        loss = (w * 4 + b) ** 2
        return png(draw_graph(loss, dlfs.compute_gradients(loss)))


def an_explorer():
    explorer = training()
    explorer.t.value = 3
    return bytes(explorer.picture.value)


@pytest.mark.parametrize("drawn", [a_lesson_s_figure, two_parts, a_graph, an_explorer])
@pytest.mark.parametrize("wanted", STYLES, ids=lambda one: one if isinstance(one, str) else "ugly")
def test_a_picture_is_the_same_to_the_pixel_in_any_style(drawn, wanted):
    expected = drawn()
    with style.context(wanted):
        before = dict(matplotlib.rcParams)
        assert drawn() == expected
        assert dict(matplotlib.rcParams) == before


def test_without_the_course_s_style_the_same_lines_look_otherwise():
    from matplotlib.figure import Figure

    def plain():
        fig = Figure(figsize=(6.5, 2), facecolor="white")
        fig.subplots().plot([1, 2, 1])
        return png(fig)

    expected = plain()
    with style.context("dark_background"):
        assert plain() != expected


def test_an_error_inside_leaves_the_settings_as_they_were():
    with style.context("ggplot"):
        before = dict(matplotlib.rcParams)
        with pytest.raises(KeyError), course_style():
            raise KeyError
        assert dict(matplotlib.rcParams) == before
