"""Texts that are stamped: they look like texts that are drawn."""

import numpy as np
import pytest

from dlfs.classroom.drawing.sketching import board
from dlfs.classroom.explore.stamps import Stamp


@pytest.mark.parametrize("style", [
    {}, {"style": "italic"}, {"weight": "bold"}, {"ha": "center"}, {"ha": "right"},
    {"ha": "center", "va": "center"}, {"color": "#D55E00"},
])  # fmt: skip
@pytest.mark.parametrize("words", ["-12.5", "done, step 4", "waits for multiply and b"])
def test_a_stamp_looks_like_the_text(words, style):
    pages = []
    for stamped in (True, False):
        fig, ax = board(1, 4)
        fig.set_dpi(140)
        if stamped:
            ax.add_artist(Stamp(2, 0.5, words, fontsize=10, **style))
        else:
            ax.text(2, 0.5, words, fontsize=10, **style)
        fig.canvas.draw()
        pages.append(np.asarray(fig.canvas.buffer_rgba())[..., :3].astype(float))
    ink = [255 - page.min(axis=2) for page in pages]
    boxes = [np.argwhere(page > 100) for page in ink]
    for of in (np.min, np.max):
        np.testing.assert_allclose(of(boxes[0], axis=0), of(boxes[1], axis=0), atol=3)
    assert ink[0].sum() == pytest.approx(ink[1].sum(), rel=0.1)


def test_an_empty_or_hidden_stamp_draws_nothing():
    fig, ax = board(1, 2)
    ax.add_artist(Stamp(1, 0.5, ""))
    ax.add_artist(Stamp(1, 0.5, "seen", visible=False))
    fig.canvas.draw()
    assert np.asarray(fig.canvas.buffer_rgba()).min() == 255
    ax.add_artist(Stamp(1, 0.5, "seen"))
    fig.canvas.draw()
    assert np.asarray(fig.canvas.buffer_rgba()).min() < 60


def test_a_stamp_on_white_hides_what_is_below_it():
    fig, ax = board(1, 2)
    ax.plot([0, 2], [0.5, 0.5], color="black", linewidth=3)
    ax.add_artist(Stamp(1, 0.5, ". .", on_white=True, ha="center", va="center", zorder=5))
    fig.canvas.draw()
    page = np.asarray(fig.canvas.buffer_rgba())[..., 0]
    assert page[50, 20] == 0 and page[50, 100] == 255
