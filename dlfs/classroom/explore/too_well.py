"""A network that learns its images too well: it is right on all of them, and not on others.

What is trained with can be learned by heart. So a perfect training score says nothing, and only
images that were never trained with tell how good a network is.
"""

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from dlfs.classroom.drawing.figures import BAND, INK, RED, new_figure, plot_curve
from dlfs.classroom.explore import scans
from dlfs.classroom.explore.controls import choice, steps
from dlfs.classroom.explore.goals import Goal, now
from dlfs.classroom.explore.live import Canvas, Explorer, Slide
from dlfs.classroom.explore.trajectory import counted
from dlfs.train import batches

EPOCHS, SIZE, RATE = 100, 50, 0.5
NUMBERS, WIDTHS = (20, 50, 100, 300, 1000), (0, 16, 64)
STATES = (20, 100, 300, 1000)
HIGHEST = 2.7
GAP = {"color": BAND, "linewidth": 9, "solid_capstyle": "butt", "zorder": 1}

Layers = list[tuple[np.ndarray, np.ndarray]]


class Fit(NamedTuple):
    """A network in training: `loss` and `accuracy`, shape (2, 101), for each epoch.

    The first row is for the images that it was trained with, the second for 400 others.
    """

    loss: np.ndarray
    accuracy: np.ndarray

    @property
    def best(self) -> int:
        """After which epoch the loss on the others is lowest."""
        return int(self.loss[1].argmin())


def start(width: int, generator: np.random.Generator) -> Layers:
    """Return the weights and biases of the layers; without hidden units (0) all are zero.

    Otherwise W1 and W2 are drawn in this order from N(0, 1), over the root of the number of inputs.
    """
    if not width:
        return [(np.zeros((64, 10)), np.zeros(10))]
    return [
        (generator.standard_normal((inputs, units)) / np.sqrt(inputs), np.zeros(units))
        for inputs, units in ((64, width), (width, 10))
    ]


def simulate(images: int, width: int, seed: int = 0, epochs: int = EPOCHS) -> Fit:
    """Return the Fit of softmax regression, or of one hidden layer of `width` relu units.

    It is trained with the first `images` of the training images, in batches of 50, at the learning
    rate 0.5. One generator draws the weights and then the batches.
    """
    generator = np.random.default_rng(seed)
    X, c = (each[:images] for each in scans.training())
    layers, known = start(width, generator), [_in_parts(X, c), _in_parts(*scans.validation())]
    found = [_judged(layers, known)]
    for _ in range(epochs):
        for X_batch, c_batch in batches(X, c, SIZE, generator):
            layers = _stepped(layers, X_batch, c_batch)
        found.append(_judged(layers, known))
    return Fit(*np.array(found).transpose(1, 2, 0))


def _in_parts(X: np.ndarray, c: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return X and c as stacks of batches: for such small products no second processor is woken."""
    size = min(SIZE, len(X))
    return X.reshape(-1, size, X.shape[1]), c.reshape(-1, size, c.shape[1])


def _stepped(layers: Layers, X: np.ndarray, c: np.ndarray) -> Layers:
    entering = _entering(layers, X)
    G, after = (_softmax(_logits(layers, entering)) - c) / len(X), []
    for h, (W, b) in zip(entering[::-1], layers[::-1], strict=True):
        after.append((W - RATE * (h.T @ G), b - RATE * G.sum(axis=0)))
        G = (G @ W.T) * (h > 0)
    return after[::-1]


def _entering(layers: Layers, X: np.ndarray) -> list[np.ndarray]:
    """Return what enters each layer: X, and what the hidden units make of it."""
    entering = [X]
    for W, b in layers[:-1]:
        entering.append(np.maximum(entering[-1] @ W + b, 0))
    return entering


def _logits(layers: Layers, entering: list[np.ndarray]) -> np.ndarray:
    W, b = layers[-1]
    return entering[-1] @ W + b


def _softmax(a: np.ndarray) -> np.ndarray:
    powers = np.exp(a - a.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _judged(layers: Layers, known: list) -> tuple[list, list]:
    """Return the losses and the accuracies on each of the sets that are `known`."""
    losses, accuracies = [], []
    for X, c in known:
        a = _logits(layers, _entering(layers, X))
        highest = a.max(axis=-1)
        sums = np.exp(a - highest[..., np.newaxis]).sum(axis=-1)
        losses.append((np.log(sums) + highest - (a * c).sum(axis=-1)).mean())
        accuracies.append((a.argmax(axis=-1) == c.argmax(axis=-1)).mean())
    return losses, accuracies


_KEPT: dict[tuple[int, int], Fit] = {}


def fitted(images: int, width: int) -> Fit:
    """Return `simulate(images, width)`, which takes up to half a second once, and no time again."""
    if not is_fitted(images, width):
        _KEPT[images, width] = simulate(images, width)
    return _KEPT[images, width]


def is_fitted(images: int, width: int) -> bool:
    """Say whether `fitted` takes no time."""
    return (images, width) in _KEPT


def describe(images: int, width: int, epoch: int) -> str:
    """Return one sentence about a network after `epoch` epochs of training with `images`."""
    fit = fitted(images, width)
    (own, others), (right, right_others) = fit.loss[:, epoch], fit.accuracy[:, epoch]
    network = f"{width} hidden units" if width else "No hidden layer"
    return (
        f"{network}, {images} training images, {counted(epoch, 'epoch')}: the loss is {own:.3f} on "
        f"these images and {others:.3f} on {scans.CHOOSING} others, a gap of {others - own:.2f}, "
        f"the accuracy is {right:.3f} on these and {right_others:.3f} on the others, and the loss "
        f"on the others is lowest after epoch {fit.best}"
    )


def snapshot(states: tuple = STATES, width: int = 64) -> Figure:
    """Return the printed form: the losses for each number of images of `states`, and the gap."""
    fig, panels = new_figure(2.3, 1, len(states), sharey=True)
    for ax, images in zip(panels, states, strict=True):
        fit = fitted(images, width)
        _loss_axes(ax)
        ax.plot([EPOCHS] * 2, fit.loss[:, -1], **GAP)
        for row, values in enumerate(fit.loss):
            plot_curve(ax, values, row)
        own, others = fit.accuracy[:, -1]
        ax.set_title(f"{images} images\n{own:.3f}, {others:.3f}", fontsize=10)
    panels[0].set_ylabel("loss")
    fig.supxlabel("epoch; dashed: other images; above: both accuracies", fontsize=10)
    return fig


def _loss_axes(ax) -> None:
    ax.set(xlim=(0, EPOCHS + 4), ylim=(0, HIGHEST), xticks=[0, 50, 100])


class TooWell(Explorer):
    """Explore how well a network knows the images it was trained with, and how well others.

    The controls are `images`, how many it is trained with (20, 50, 100, 300, 1000), `width`, how
    many hidden units it has (0, 16, 64), and `epoch`. A network is trained when it is first looked
    at, which takes up to half a second.
    """

    caption = (
        "The grey bar is the gap. Try: how many images close it, and what does a training accuracy "
        "of 1 say about the others?"
    )

    goals = (
        Goal("too-well-others", "With 300 images, bring the loss on the others below 0.18.",
             lambda shown: shown.images.value == 300 and shown.loss_of_others,
             now(lambda loss: loss < 0.18)),
    )  # fmt: skip
    said = ("loss", "loss_of_others", "gap", "accuracy", "accuracy_of_others", "best")
    slide = Slide("epoch", "Epoch", (0, 1, 2, 5, 10, 20, 50, EPOCHS),
                  second=Slide("images", "Training images", NUMBERS))  # fmt: skip

    def __init__(self):
        self.images, images_row = choice("Images", NUMBERS, 20)
        self.width, width_row = choice("Hidden units", WIDTHS, 64)
        self.epoch, epoch_row = steps("Epoch", EPOCHS, 10)
        rows = [images_row, width_row, epoch_row]
        self.assemble(self._draw(), rows, [self.images, self.width, self.epoch])

    def _draw(self) -> Canvas:
        fig, axes = new_figure(3.4, 1, 2)
        for ax, name in zip(axes, ("loss", "accuracy"), strict=True):
            _loss_axes(ax)
            ax.set_title(name)
        axes[1].set(ylim=(0, 1.04), yticks=[0, 0.5, 1])
        axes[0].set_xlabel("epoch; grey: the gap")
        axes[1].set_xlabel("epoch; dashed: other images")
        self._gaps = [ax.plot([], [], **GAP)[0] for ax in axes]
        self._curves = [[plot_curve(ax, [], row) for row in (0, 1)] for ax in axes]
        dot = {"marker": "s", "markersize": 6, "color": RED, "markeredgecolor": INK}
        self._dots = [ax.plot([], [], linestyle="", clip_on=False, **dot)[0] for ax in axes]
        curves = [curve for pair in self._curves for curve in pair]
        return Canvas(fig, [*self._gaps, *curves, *self._dots])

    @property
    def _now(self) -> np.ndarray:
        fit = fitted(self.images.value, self.width.value)
        return np.array([fit.loss[:, self.epoch.value], fit.accuracy[:, self.epoch.value]])

    @property
    def loss(self) -> float:
        """The loss on the images that it was trained with."""
        return float(self._now[0, 0])

    @property
    def loss_of_others(self) -> float:
        """The loss on 400 other images."""
        return float(self._now[0, 1])

    @property
    def gap(self) -> float:
        """How much larger the loss is on the others."""
        return self.loss_of_others - self.loss

    @property
    def accuracy(self) -> float:
        """The share of the images it was trained with that are right."""
        return float(self._now[1, 0])

    @property
    def accuracy_of_others(self) -> float:
        """The share of the 400 others that are right."""
        return float(self._now[1, 1])

    @property
    def best(self) -> int:
        """After which epoch the loss on the others is lowest."""
        return fitted(self.images.value, self.width.value).best

    def show(self) -> str:
        images, width, epoch = self.images.value, self.width.value, self.epoch.value
        if not is_fitted(images, width):
            self._say(f"A network is being trained with {images} images, which takes a moment.")
        fit, seen = fitted(images, width), np.arange(epoch + 1)
        drawn = zip(self._curves, self._dots, self._gaps, fit, strict=True)
        for curves, dots, gap, values in drawn:
            for curve, each in zip(curves, values, strict=True):
                curve.set_data(seen, each[: epoch + 1])
            dots.set_data([epoch, epoch], values[:, epoch])
            gap.set_data([epoch, epoch], values[:, epoch])
        return describe(images, width, epoch) + "."

    @classmethod
    def paper(cls) -> tuple[Figure, str]:
        ends = [(images, fitted(images, 64)) for images in STATES]
        seen = "; ".join(
            f"{images} images: loss {fit.loss[0, -1]:.3f} and {fit.loss[1, -1]:.3f}, accuracy "
            f"{fit.accuracy[0, -1]:.3f} and {fit.accuracy[1, -1]:.3f}"
            for images, fit in ends
        )
        alt = (
            f"Two curves of the loss over {EPOCHS} epochs for each number of training images, at "
            "64 hidden units: on the images trained with, and dashed on 400 others. The first one "
            "falls nearly to 0 each time; the fewer images there are, the higher the second one "
            f"stays. At the end, on these and on the others: {seen}."
        )
        return snapshot(), alt
