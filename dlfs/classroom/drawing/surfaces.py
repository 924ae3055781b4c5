"""The loss over two weights as a surface, and the ways down it."""

from collections.abc import Mapping

import numpy as np

from dlfs.classroom.drawing.figures import BLUE, GREY, INK, RED, figure, new_figure
from dlfs.classroom.drawing.style import styled

SEEN_FROM = {"elev": 38, "azim": -112}


@styled
def ways_down(kappa: float, ways: Mapping[str, np.ndarray]) -> None:
    """Show the surface (u^2 + kappa v^2) / 2, once for each of `ways`: places (u, v), a row each."""
    u, v = np.meshgrid(np.linspace(-3.2, 3.2, 49), np.linspace(-1.3, 1.3, 41))
    fig, flat = new_figure(3.0, 1, len(ways))
    for ax in flat:
        ax.remove()
    for at, (title, places) in enumerate(ways.items(), start=1):
        ax = fig.add_subplot(1, len(ways), at, projection="3d", computed_zorder=False)
        ax.plot_wireframe(u, v, height(kappa, u, v), color=GREY, linewidth=0.5, rstride=4, cstride=4)
        along, across = np.transpose(places)
        heights = height(kappa, along, across)
        ax.plot(along, across, heights, "o-", color=BLUE, markersize=4, linewidth=1.5, zorder=5)
        ax.plot(along[:1], across[:1], heights[:1], "s", color=RED, markersize=7, zorder=6)
        ax.plot([0], [0], [0], "*", color=INK, markersize=9, zorder=6)
        ax.set(title=title, xticks=[], yticks=[], zticks=[])
        ax.set_xlabel("along", labelpad=-12)
        ax.set_ylabel("across", labelpad=-12)
        ax.view_init(**SEEN_FROM)
    figure(
        fig,
        alt="The loss over two weights as a surface, like a long gutter, steep across and flat "
        f"along, once for each of {len(ways)} ways down from the same place: {_listed(ways)}. The "
        "way without momentum jumps from wall to wall; the ball swings once and runs along the "
        "bottom.",
        caption="Height is the loss. Square: the start; star: the lowest place.",
    )


def height(kappa: float, u, v):
    """Return the loss at the place (u, v)."""
    return (u**2 + kappa * v**2) / 2


def _listed(ways: Mapping[str, np.ndarray]) -> str:
    return "; ".join(f"{title}, {len(places) - 1} steps" for title, places in ways.items())
