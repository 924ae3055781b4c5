"""A batch is an opinion poll: a few images are asked in place of all which way the loss falls.

Its answer misses the true gradient by an error that falls with the root of the size, and its cost
grows with the size. So four times as many images halve the error, and cost four times as much.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom.drawing.figures import BLUE, GREY, INK, RED, new_figure, plot_curve
from dlfs.classroom.explore import scans
from dlfs.classroom.explore.controls import choice, go_to, seeds, slider
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.live import Canvas, Explorer, Slide
from dlfs.classroom.explore.numbers import number_label
from dlfs.classroom.explore.trajectory import counted, map_and_two_curves
from dlfs.train import batches

IMAGES, PARTS = scans.TRAINING, 4
POLLS, STEPS, RUNS_KEPT = 60, 100, 200
SIZES, RATES = (1, 10, 100, IMAGES), (0.1, 0.5, 1)
# The steps at which the loss of all images is known: at each of them it would be asked too often.
SEEN = np.array([0, 1, 2, 3, 4, *range(5, STEPS + 1, 5)])
HALF_TURN = np.linspace(0, np.pi, 91)
DOTS = {"marker": "o", "linestyle": "", "color": BLUE, "markeredgecolor": "white", "zorder": 3}
STAR = {"marker": "*", "color": INK, "linestyle": "", "zorder": 2.5, "clip_on": False}


class Run(NamedTuple):
    """A run of descent: the `loss` of all images, and how many `images` the run had seen by then."""

    loss: np.ndarray
    images: np.ndarray


class Images(NamedTuple):
    """The images in four parts, a 1 for the bias at the end of each, and their targets `c`.

    `X` has shape (4, 250, 65), and `columns` (4, 65, 250) and `c` (4, 10, 250) have a column for
    each image. Products of parts are so small that no second processor is woken for them.
    """

    X: np.ndarray
    columns: np.ndarray
    c: np.ndarray


@cache
def _images() -> Images:
    """Return the images in single precision, which is faster and good for three digits."""
    X, c = scans.training()
    X = np.column_stack([X, np.ones(len(X))]).astype(np.float32).reshape(PARTS, -1, 65)
    c = c.astype(np.float32).reshape(PARTS, -1, 10)
    return Images(X, *(np.ascontiguousarray(each.transpose(0, 2, 1)) for each in (X, c)))


def _probabilities(weights: np.ndarray) -> np.ndarray:
    """Return the softmax of each image's logits, shape (4, 10, 250)."""
    p = weights @ _images().columns
    p -= p.max(axis=1, keepdims=True)
    np.exp(p, out=p)
    p /= p.sum(axis=1, keepdims=True)
    return p


def _gradient(p: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Return the gradient for the weights, shape (..., 10, 65), a batch for each row of `shares`.

    A batch is given by the share that each image has in it: 1 / size, or 0 for those not asked.
    """
    wrong = (p - _images().c) * shares.reshape(*shares.shape[:-1], PARTS, 1, -1)
    return (wrong @ _images().X).sum(axis=-3)


@cache
def _at_the_start() -> tuple[np.ndarray, np.ndarray]:
    """Return the probabilities at weights zero, and the true gradient there."""
    p = np.full_like(_images().c, 0.1)
    return p, _gradient(p, np.full(IMAGES, 1 / IMAGES, np.float32))


@cache
def _spread() -> float:
    """Return how far one image's gradient is from the true one, in lengths of the true one."""
    p, true = _at_the_start()
    squares = (_images().X ** 2).sum(axis=2) * ((p - _images().c) ** 2).sum(axis=1)
    return float(np.sqrt(squares.mean(dtype=float) / (true**2).sum() - 1))


def relative_error(size: int) -> float:
    """Return by how much a batch's gradient misses the true one, in lengths of the true one.

    It is the root of the mean square over all batches of `size` different images, at weights zero:
    the spread of single images times `sqrt((N - size) / (size (N - 1)))`.
    """
    return _spread() * float(np.sqrt((IMAGES - size) / (size * (IMAGES - 1))))


def polls(size: int, seed: int = 0) -> np.ndarray:
    """Return 60 batches' gradients at weights zero as (along, off), shape (60, 2).

    `along` is the part in the direction of the true gradient, and `off` the length of the rest, in
    lengths of the true one: the distance from (1, 0) is the relative error. A larger batch asks
    those that a smaller one asks, and some more.
    """
    p, true = _at_the_start()
    gradients = _gradient(p, (_ranks(seed) < size) / np.float32(size))
    square = (true**2).sum()
    along = (gradients * true).sum(axis=(1, 2)) / square
    rest = gradients - along[:, np.newaxis, np.newaxis] * true
    return np.column_stack([along, np.sqrt((rest**2).sum(axis=(1, 2)) / square)])


@lru_cache(maxsize=8)
def _ranks(seed: int) -> np.ndarray:
    """Return for each poll when it comes to each image, shape (60, 1000)."""
    return np.random.default_rng(seed).random((POLLS, IMAGES)).argsort(axis=1)


@lru_cache(maxsize=RUNS_KEPT)
def run(size: int, learning_rate: float, seed: int = 0) -> Run:
    """Return 100 steps of softmax regression from zeros, seen at the steps `SEEN`."""
    weights, seen = [np.zeros_like(_at_the_start()[1])], [0]
    for rows in islice(_drawn(size, seed), STEPS):
        shares = np.zeros(IMAGES, np.float32)
        shares[rows] = 1 / len(rows)
        step = _gradient(_probabilities(weights[-1]), shares)
        weights.append(weights[-1] - np.float32(learning_rate) * step)
        seen.append(len(rows))
    return Run(_losses(np.stack(weights)[SEEN]), np.cumsum(seen)[SEEN])


def _drawn(size: int, seed: int) -> Iterator[np.ndarray]:
    """Yield the numbers of the images of one batch after another, epoch after epoch."""
    generator, numbers = np.random.default_rng(seed), np.arange(IMAGES)
    while True:
        for rows, _ in batches(numbers, numbers, size, generator):
            yield rows


def _losses(weights: np.ndarray) -> np.ndarray:
    """Return the mean cross entropy of all images for each of the `weights` (n, 10, 65)."""
    a = weights[:, np.newaxis] @ _images().columns
    highest, right = a.max(axis=2), (a * _images().c).sum(axis=2)
    sums = np.exp(a - highest[:, :, np.newaxis]).sum(axis=2)
    return (np.log(sums) + highest - right).mean(axis=(1, 2), dtype=float)


def describe(size: int, learning_rate: float, seed: int = 0) -> str:
    """Return one sentence about batches of `size` images and a run with them."""
    rate = number_label(learning_rate)
    whole = run(IMAGES, learning_rate)
    steps = f"{STEPS} steps at the learning rate {rate}"
    ends = f"{whole.images[-1]} images and bring the loss to {whole.loss[-1]:.3f}"
    if size == IMAGES:
        error = f"error {relative_error(size):.2f}"
        return f"All {IMAGES} images give the true gradient, {error}: {steps} with them see {ends}"
    mine = run(size, learning_rate, seed)
    return (
        f"The gradient of {counted(size, 'image')} misses the true one by "
        f"{relative_error(size):.2f} times its length: {steps} with such batches see "
        f"{mine.images[-1]} images and bring the loss to {mine.loss[-1]:.3f}, and with all "
        f"{IMAGES} they see {ends}"
    )


def snapshot(states: tuple = SIZES, seed: int = 0) -> Figure:
    """Return the printed form: 60 batches' gradients for each size of `states`."""
    fig, panels = new_figure(2.3, 1, len(states), sharey=True)
    for ax, size in zip(panels, states, strict=True):
        _ground(ax, (-2.4, 4.4))
        ax.plot(*polls(size, seed).T, **DOTS, markersize=4, markeredgewidth=0.3)
        ax.plot(*_arc(size), color=RED, linewidth=1.2, linestyle="--")
        ax.plot(1, 0, **STAR, markersize=8)
        images = "all images" if size == IMAGES else counted(size, "image")
        ax.set_title(f"{images}\nerror {relative_error(size):.2f}", fontsize=10)
    panels[0].set_ylabel("off it, any direction")
    fig.supxlabel("along the true gradient (star)", fontsize=10)
    return fig


def _ground(ax, sides: tuple) -> None:
    """Let `ax` have the origin, the true gradient and all errors, in the same unit both ways."""
    ax.set(xlim=sides, ylim=(-0.4, 11), aspect="equal")
    ax.set_xticks([0, 1], ["0", "1"])
    ax.set_yticks([0, 2, 4, 6, 8, 10])
    ax.axhline(0, color=GREY, linewidth=0.8, zorder=0)
    ax.plot([0, 1], [0, 0], color=INK, linewidth=2.5)


def _arc(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the points that are as far from the true gradient as the relative error says."""
    error = relative_error(size)
    return 1 + error * np.cos(HALF_TURN), error * np.sin(HALF_TURN)


class Poll(Explorer):
    """Explore how well a batch's gradient stands for that of all images, and what it costs.

    The controls are `size`, how many images are in a batch, `learning_rate` (0.1, 0.5, 1) and
    `seed`, which draws other batches. There is one button of `presets` for each of the sizes 1, 10,
    100, 1000.
    """

    caption = (
        "Each dot is the gradient of one batch, its distance from the star is its error. Try: how "
        "many times larger has a batch to be for half the error?"
    )

    goals = (
        Goal("poll-cheap", "Bring the loss below 0.3, and look at 1000 images at most.",
             lambda shown: (shown.loss, shown.images),
             now(lambda seen: seen[0] < 0.3 and seen[1] <= IMAGES)),
    )  # fmt: skip
    said = ("error", "images", "loss", "loss_of_all")
    slide = Slide("size", "Batch size", (1, 3, 10, 30, 100, 300, IMAGES),
                  second=Slide("learning_rate", "Learning rate", RATES))  # fmt: skip

    def __init__(self):
        self.size, size_row = slider("Batch size", 1, IMAGES, 10, whole=True)
        self.learning_rate, rate_row = choice("Learning rate", RATES, 0.5)
        self.seed, seed_row = seeds("Seed", "New batches")
        self.presets, preset_row = go_to("Go to size", self.size, SIZES)
        for rate in RATES:
            run(IMAGES, rate)
        rows = [preset_row, size_row, rate_row, seed_row]
        self.assemble(self._draw(), rows, [self.size, self.learning_rate, self.seed])

    def _draw(self) -> Canvas:
        fig, field, above, below = map_and_two_curves(3.9, 1.25, 0.12)
        _ground(field, (-5.5, 7.5))
        field.set(title=f"{POLLS} batches; dashed: the mean error", xlabel="along the true gradient (star)",
                  ylabel="off it, in any direction")  # fmt: skip
        (self._dots,) = field.plot([], [], **DOTS, markersize=6, markeredgewidth=0.5)
        (self._ring,) = field.plot([], [], color=RED, linewidth=1.5, linestyle="--")
        star = field.plot(1, 0, **STAR, markersize=12)[0]
        _loss_axes(above, below)
        axes = (above, below)
        self._runs = [[plot_curve(ax, [], style) for ax in axes] for style in (0, 1)]
        dot = {"marker": "s", "markersize": 6, "color": RED, "markeredgecolor": INK}
        self._ends = [ax.plot([], [], linestyle="", clip_on=False, **dot)[0] for ax in axes]
        curves = [line for lines in self._runs for line in lines]
        return Canvas(fig, [self._dots, self._ring, star, *curves, *self._ends])

    @property
    def error(self) -> float:
        """By how much a batch's gradient misses the true one at the start, in lengths of it."""
        return relative_error(self.size.value)

    @property
    def images(self) -> int:
        """How many images the run with batches has seen, an image seen twice counted twice."""
        return int(self._run.images[-1])

    @property
    def loss(self) -> float:
        """The loss over all images after the run with batches."""
        return float(self._run.loss[-1])

    @property
    def loss_of_all(self) -> float:
        """The loss over all images after as many steps with all of them."""
        return float(run(IMAGES, self.learning_rate.value).loss[-1])

    @property
    def _run(self) -> Run:
        size, rate = self.size.value, self.learning_rate.value
        return run(size, rate, self.seed.value) if size < IMAGES else run(size, rate)

    def show(self) -> str:
        size, rate, seed = self.size.value, self.learning_rate.value, self.seed.value
        self._dots.set_data(*polls(size, seed).T)
        self._ring.set_data(*_arc(size))
        for lines, each in zip(self._runs, (self._run, run(IMAGES, rate)), strict=True):
            for line, x in zip(lines, (SEEN, each.images), strict=True):
                line.set_data(x, each.loss)
        for end, x in zip(self._ends, (STEPS, self.images), strict=True):
            end.set_data([x], [self.loss])
        return describe(size, rate, seed) + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        errors = "; ".join(f"{size}: {relative_error(size):.2f}" for size in SIZES)
        alt = (
            f"The gradients of {POLLS} batches, for four sizes of a batch. To the right is how far "
            "each goes along the true gradient, upwards how far it is off it, in lengths of the "
            "true one. With one image the dots lie high above the true gradient, with ten much "
            "nearer, with a hundred close to it, and with all images on it. By size, the mean "
            f"distance: {errors}."
        )
        return snapshot(), alt


def _loss_axes(above, below) -> None:
    """Let `above` run over the steps and `below` over the images seen, both for the loss."""
    for ax in (above, below):
        ax.set(yscale="log", ylim=(0.2, 15))
        ax.set_yticks([0.3, 1, 3, 10], ["0.3", "1", "3", "10"])
        ax.minorticks_off()
    above.set(xlim=(0, STEPS), title="loss over the steps")
    below.set(xscale="log", xlim=(1, STEPS * IMAGES), title="loss over images seen",
              xlabel="dashed: with all images")  # fmt: skip
    below.set_xticks([1, 100, 10_000], ["1", "100", "10000"])
