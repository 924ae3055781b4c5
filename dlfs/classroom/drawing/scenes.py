"""The lessons' figures: what is to be seen and its words, so that a cell shows the idea alone.

A cell computes, and hands over what it has found; how it is drawn and said stands here.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from dlfs import Graph, Variable, add, multiply, placeholder, power
from dlfs.classroom.drawing.figures import (
    BLUE, GREY, INK, RED, figure, new_figure, plot_classes, plot_curve, plot_line,
)  # fmt: skip
from dlfs.classroom.drawing.graphs import describe_graph, draw_graph
from dlfs.graph import Node

BESIDE = {"textcoords": "offset points"}
MAP = {"xlabel": "x1", "aspect": "equal"}
NAMES_AT = ((-2, -1.5), (2, -1.5), (0, 2))
FIRST = np.array([True, False])


def graph_by_hand() -> Node:
    """Build the graph of (w x + b)^2 with w = 2 and b = 3, show it, and return its last node."""
    with Graph().as_default():
        w, x, b = Variable(2.0, name="w"), placeholder(name="x"), Variable(3.0, name="b")
        product = multiply(w, x, name="multiply")
        last = power(add(product, b, name="add"), 2, name="power")
    figure(
        draw_graph(last),
        alt=describe_graph(last),
        caption="The graph of (w x + b)^2. An arrow says: this value is needed there.",
    )
    return last


def points_and_an_example(inputs: np.ndarray, targets: np.ndarray) -> None:
    """Show the overlapping points, and the line of the example by hand, w = (3, 4), b = -10."""
    fig, (left, right) = new_figure(3.2, 1, 2)
    plot_classes(left, inputs, targets)
    left.set(ylabel="x2", title="Which line would you draw?", **MAP)
    right.plot([-4, 6], [5.5, -2], color=INK, linewidth=2)
    arrow = {"arrowstyle": "-|>", "linewidth": 2, "color": INK, "shrinkA": 0, "shrinkB": 0}
    right.annotate("", (3.2, 2.6), (2, 1), arrowprops=arrow)
    right.annotate("w", (3.2, 2.6), (0, 4), **BESIDE)
    for point in ((2, 1), (3, 4), (0, 0)):
        right.plot(*point, "s", color=INK)
        right.annotate(f"{point}", point, (-18, -18), **BESIDE)
    right.set(xlim=(-1, 5), ylim=(-1, 5), title="w = (3, 4), b = -10", **MAP)
    figure(
        fig,
        alt="Left: circles at the lower left and triangles at the upper right, overlapping in the "
        "middle. Right: a line falls from the upper left to the lower right through the point "
        "(2, 1). An arrow named w starts there, at a right angle to the line, and points to the "
        "upper right, where (3, 4) is. The point (0, 0) is on the other side.",
        caption="Left: the points of today. Right: the line of the example by hand. The arrow has "
        "the direction of w and is drawn shorter.",
    )


def map_of_three_classes(ticks: np.ndarray, p_grid: np.ndarray) -> None:
    """Show which of three classes wins where: `p_grid`, shape (n n, 3), is on a grid of n ticks."""
    fig, ax = new_figure(3.2)
    shares = p_grid.reshape(len(ticks), len(ticks), 3)
    for i, (pattern, at) in enumerate(zip(("..", "//", "xx"), NAMES_AT, strict=True)):
        lead = shares[..., i] - np.delete(shares, i, axis=2).max(axis=2)
        ax.contourf(ticks, ticks, lead, [0, 1], colors=["white"], hatches=[pattern])
        ax.contour(ticks, ticks, lead, [0], colors=INK, linewidths=2.5)
        ax.text(*at, f"class {i}", ha="center", va="center", backgroundcolor="white", weight="bold")
    sure = ax.contour(ticks, ticks, shares.max(axis=2), [0.9], colors=INK, linestyles="--")
    ax.clabel(sure, fontsize=9)
    ax.set(ylabel="x2", title="which class has the largest probability", **MAP)
    figure(
        fig,
        alt="One map in three patterns, one for each class, where its probability is the largest. "
        "Class 0 has the lower left, class 1 the lower right, class 2 the upper part. Thick lines "
        "part them and meet near the middle; dashed lines mark where the largest probability is "
        "0.9.",
        caption="Three classes share the plane. At every point the three probabilities add up to "
        "1, and the largest wins.",
    )


def record_of_f(record: Sequence[float]) -> None:
    """Show the values of f over the steps of a descent."""
    fig, ax = new_figure(2.6)
    plot_curve(ax, record)
    ax.set(xlabel="step t", ylabel="f(x)", title=f"f at the {len(record)} places of the record")
    figure(
        fig,
        alt=f"The value of f over {len(record) - 1} steps of descent. It falls fast for ten steps, "
        "then flattens out and stays level.",
        caption="Steep means that there is still a way to go. Flat means close to a minimum, or stuck.",
    )


def line_and_loss(inputs: np.ndarray, targets: np.ndarray, W, b, losses: Sequence) -> None:
    """Show the line after the last step, and the losses before each of the steps."""
    fig, (left, right) = new_figure(3.0, 1, 2)
    plot_classes(left, inputs, targets)
    plot_line(left, W, b)
    left.set(xlabel="x1", ylabel="x2", title=f"The line after {len(losses)} steps")
    plot_curve(right, losses)
    right.set(xlabel="step t", ylabel="J", title="The loss on the way")
    figure(
        fig,
        alt="Left: circles at the lower left, triangles at the upper right, overlapping, and a "
        "line from upper left to lower right between them. Right: the loss falls from "
        f"{losses[0]:.2f} to {losses[-1]:.2f} and is level after about 20 steps.",
        caption="A perceptron, trained with nothing but nudges.",
    )


def beside_the_hilltop(hill: Callable, path: Sequence[float]) -> None:
    """Show a descent that starts beside the top of `hill`, at x = 0."""
    ground = np.linspace(-1, 4, 200)
    fig, ax = new_figure(2.4)
    ax.plot(ground, hill(ground), color=GREY)
    ax.plot(path, [hill(place) for place in path], "o-", color=BLUE, markersize=5)
    ax.plot(0, hill(0), "x", color=INK, markersize=10, markeredgewidth=2)
    ax.annotate("the top: slope 0, no step", (0, 1), (0.35, 1.05))
    ax.set(xlabel="x", ylabel="f(x)", ylim=(-1.2, 1.4))
    figure(
        fig,
        alt="A hill with its top at x = 0, marked by a cross, and a valley at x = 3.14. The "
        f"descent starts beside the top, at x = {path[0]:g}, and walks down into the valley in "
        "twelve steps.",
        caption="A descent starts beside the hilltop, never on it.",
    )


def two_rules(places: np.ndarray, slope: np.ndarray, misprint: np.ndarray) -> None:
    """Show the slope of the sigmoid and what the misprint makes of it."""
    fig, ax = new_figure(2.6)
    ax.plot(places, slope, color=BLUE)
    ax.plot(places, misprint, color=RED, linestyle="--")
    ax.axhline(0, color=GREY, linewidth=1)
    ax.annotate("the slope", (-1.9, 0.11), (-4.6, 0.16), color=BLUE)
    ax.annotate("the misprint", (1.5, 0.33), (2.0, 0.32), color=RED)
    ax.set(xlabel="a", title="Two rules for the sigmoid")
    figure(
        fig,
        alt="Two bell-shaped curves over a. The slope of the sigmoid peaks at a = 0 with 0.25. The "
        "misprint is dashed, higher everywhere, and peaks farther right, at a = 0.5. Both are "
        "positive everywhere.",
        caption="Too large everywhere, and of the wrong sign nowhere.",
    )


def two_places_of_a_bias(A: np.ndarray, b: np.ndarray, G: np.ndarray) -> None:
    """Show that the first number of `b` goes into two entries of A + b, and hears from both."""
    arrays = {"b": b, "a = A + b": A + b, "G at a": G, "at b": G.sum(axis=0)}
    _grids(
        arrays, dict.fromkeys(arrays, FIRST),
        alt="Four grids of numbers with their first column marked. b is the row 10, 20. In a its "
        "first number was used twice: 11 and 13 are marked. G has 1 and 3 at these two places. At "
        "b arrives the row 4, 7: the 4 is marked, the sum of 1 and 3.",
        caption="The first number of b went into two entries of a. It hears from both of them.",
    )  # fmt: skip


def _grids(arrays: Mapping, marked: Mapping, alt: str, caption: str) -> None:
    fig, axes = new_figure(1.7, 1, len(arrays))
    for ax, (title, M) in zip(axes, arrays.items(), strict=True):
        _grid(ax, np.atleast_2d(M), title, marked[title])
    figure(fig, alt=alt, caption=caption)


def _grid(ax, M: np.ndarray, title: str, marked) -> None:
    marked = np.broadcast_to(marked, M.shape)
    edges = {"edgecolors": INK, "linewidth": 1, "clip_on": False}
    ax.pcolormesh(marked, cmap="Greys", vmin=0, vmax=4, **edges)
    for (i, j), number in np.ndenumerate(M):
        style = {"ha": "center", "va": "center", "size": 13}
        weight = "bold" if marked[i, j] else "normal"
        ax.text(j + 0.5, i + 0.5, f"{number:g}", weight=weight, **style)
    ax.set(aspect="equal", title=title, xlim=(0, 2), ylim=(2, 0))
    ax.axis("off")


def trained_line(inputs, targets, W, b, right: np.ndarray, losses: Sequence) -> None:
    """Show the line of a healthy run, how many points are `right`, and the losses."""
    fig, (left, curve) = new_figure(2.9, 1, 2, width_ratios=[1, 1.2])
    plot_classes(left, inputs, targets)
    plot_line(left, W, b)
    left.set(ylabel="x2", title=f"{right.sum()} of {len(right)} right", **MAP)
    plot_curve(curve, losses)
    curve.set(xlabel="step t", title="loss J")
    figure(
        fig,
        alt="Left: circles and triangles that overlap, and a line that falls from the upper left "
        "to the lower right between the two clouds, with some points of each class on the wrong "
        "side. Right: the loss falls steeply in the first three steps and is flat from about step "
        "10 on.",
        caption="A healthy run: the curve starts at log 2, falls at once, and settles.",
    )


def four_curves(curves: Sequence[Sequence[float]]) -> None:
    """Show four loss curves, one for each fault."""
    fig, axes = new_figure(3.8, 2, 2)
    for number, (ax, curve) in enumerate(zip(axes.flat, curves, strict=True), start=1):
        plot_curve(ax, curve)
        ax.set_title(f"curve {number}")
    for ax in axes[1]:
        ax.set_xlabel("step t")
    for ax in axes[:, 0]:
        ax.set_ylabel("loss J")
    figure(
        fig,
        alt="Four loss curves over 100 steps. Curve 1 rises in a straight line from under 1 to "
        "more than 200. Curve 2 jumps up to 1 in the first step, lies below 0.4 from step 6 to "
        "step 15, rises again and ends in small zigzags near 0.56. Curve 3 is a flat line at 0.69. "
        "Curve 4 falls slowly from 0.69 to 0.48 and is still falling at the end.",
        caption="Which fault belongs to which curve? Mind the numbers on each axis.",
    )


def emptied_or_not(emptied: Sequence[float], kept: Sequence[float]) -> None:
    """Show the loss of a loop that empties its gradients, and of one that keeps adding to them."""
    fig, ax = new_figure(2.8)
    ax.plot(emptied, color=BLUE, linewidth=2.2, label="with zero_grad")
    ax.plot(kept, color=RED, linewidth=1.6, linestyle="--", label="without")
    ax.set(xlabel="step t", ylabel="loss J", ylim=(0, 1.35))
    ax.legend(loc="upper right", ncols=2)
    figure(
        fig,
        alt=f"Two loss curves over {len(emptied)} steps from the same start. The one with zero_grad "
        f"falls to {emptied[-1]:.2f} and stays. The dashed one without falls faster at first, turns, "
        "climbs back nearly to the start, and goes on up and down to the end.",
        caption="Where would you stop the dashed one, if you could see no other?",
    )


def right_and_wrong_line(inputs, targets, lines: Mapping, points_right: Callable) -> None:
    """Show the line from both columns and the line from one, by their names."""
    fig, axes = new_figure(3.1, 1, 2, sharey=True)
    for ax, (name, line) in zip(axes, lines.items(), strict=True):
        plot_classes(ax, inputs, targets)
        plot_line(ax, *line)
        ax.set(title=f"{name}: {points_right(*line)} right", **MAP)
    axes[0].set_ylabel("x2")
    figure(
        fig,
        alt="The same circles, lower left, and triangles, upper right, in two pictures. In the "
        "left one the line from both columns falls from left to right between the two clouds. In "
        "the right one the line from column 0 alone rises from left to right and cuts through both "
        "clouds.",
        caption="The same weights, drawn in two ways.",
    )


def border_twice(points, classes, hidden, along: np.ndarray, scores: np.ndarray, W2, b2) -> None:
    """Show XOR's inputs with the border where `scores` are 0, and its hidden space."""
    fig, (plane, space) = new_figure(3.2, 1, 2)
    plot_classes(plane, points, classes, size=90)
    plane.contour(along, along, scores, [0], colors=INK, linewidths=2)
    plot_classes(space, hidden, classes, size=90)
    space.set(xlim=(-0.15, 1.15), ylim=(-0.15, 1.15), xticks=[0, 1], yticks=[0, 1])
    plot_line(space, W2, b2)
    plane.set(xticks=[0, 1], yticks=[0, 1], aspect="equal")
    plane.set(xlabel="x1", ylabel="x2", title="inputs: a border on both sides")
    space.set(xlabel="h1", ylabel="h2", title="hidden space: one line", aspect="equal")
    figure(
        fig,
        alt="Left, the four points of XOR at the corners of a square: the border runs on both "
        "sides of the two triangles, from the upper left to the lower right, with a circle outside "
        "at each end. Right, the hidden space: both triangles lie on one place in the lower right "
        "corner, one circle in the lower left corner, one in the upper right corner, and a "
        "straight line parts the triangles from the circles.",
        caption="The same border twice. On the right both triangles lie on one place.",
    )


def twenty_runs(curves: np.ndarray, solved: np.ndarray) -> None:
    """Show the losses of twenty runs, shape (2001, 20): solid where `solved`, else dashed."""
    fig, ax = new_figure(2.6)
    for seed in range(20):
        plot_curve(
            ax, curves[::10, seed], index=int(not solved[seed]), x=np.arange(0, 2001, 10)
        )
    ax.set(xlabel="step t", ylabel="loss J")
    figure(
        fig,
        alt="Twenty loss curves over 2000 steps. All start between 0.7 and 1.2 and are near 0.69 "
        "soon. Fifteen of them, solid, fall to nearly 0, each after a waiting time of its own, the "
        "slowest after more than 1200 steps; five of them, dashed, settle at 0.35.",
        caption="The same code twenty times. Dashed: the runs that get stuck. Which one is only "
        "late?",
    )


def runs_of_your_own(curves: np.ndarray, solved: np.ndarray) -> None:
    """Show the losses of runs of the learner's engine, a row each: solid where `solved`."""
    fig, ax = new_figure(2.6)
    for curve, good in zip(curves, solved, strict=True):
        plot_curve(ax, curve, index=int(not good), linewidth=1)
    ax.set(xlabel="step t", ylabel="loss J", title=f"solved: {solved.sum()} of {len(solved)}")
    figure(
        fig,
        alt=f"{len(solved)} loss curves over {curves.shape[1] - 1} steps, all near 0.7 or above "
        f"at the start. {solved.sum()} of them, solid, fall to nearly 0; the others, dashed, stay "
        "higher.",
        caption="XOR, by your own lines.",
    )


def path_on_the_map(ticks: np.ndarray, heights: np.ndarray, path: Sequence) -> None:
    """Show the loss as a map, `heights` of shape (n, n) over n `ticks`, and a descent's places."""
    fig, ax = new_figure(3.6)
    levels = heights.min() + (heights.max() - heights.min()) * np.linspace(0.02, 1, 14) ** 2
    lines = ax.contour(ticks, ticks, heights, levels, colors=GREY, linewidths=1)
    ax.clabel(lines, levels[3:9:2], fontsize=9, fmt="%.2f")
    ax.plot(*np.transpose(path), "o-", color=BLUE, markersize=5)
    ax.annotate("start", path[0], (-12, -14), **BESIDE)
    ax.set(xlabel="w1", ylabel="w2", title="J over two weights, and the way down", aspect="equal")
    figure(
        fig,
        alt="A map of the loss over two weights: closed curves of equal loss around one lowest "
        "place in the middle. A chain of dots starts at (0, 0), at the lower left, crosses the "
        "curves with a long first step, and goes on in shorter and shorter ones to the lowest "
        f"place, near ({path[-1][0]:.1f}, {path[-1][1]:.1f}).",
        caption="One valley. The steps cross the lines of equal height at right angles.",
    )
