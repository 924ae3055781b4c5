"""The claims in words of lesson 14: parts of a whole, lost workers, and when a second one pays."""

from functools import cache

import numpy as np

from dlfs.classroom import data
from tools.proof.sentences import says

ETA, CUT = 0.5, (10, 130, 700)


@cache
def rows():
    images, labels = data.digits()
    return images[:1000], labels[:1000]


def start():
    rng = np.random.default_rng(0)
    W1, W2 = rng.normal(0, np.sqrt(2 / 64), (64, 64)), rng.normal(0, np.sqrt(2 / 64), (64, 10))
    return np.concatenate([W1.ravel(), np.zeros(64), W2.ravel(), np.zeros(10)])


def gradient(images, labels, W):
    """The gradient of the mean loss by p - c and the transposed weights, in one row."""
    W1, b1, W2, b2 = np.split(W, [4096, 4160, 4800])
    W1, W2 = W1.reshape(64, 64), W2.reshape(64, 10)
    h = np.maximum(images @ W1 + b1, 0)
    powers = np.exp(h @ W2 + b2)
    G = (powers / powers.sum(axis=1, keepdims=True) - labels) / len(images)
    back = (G @ W2.T) * (h > 0)
    pieces = images.T @ back, back.sum(axis=0), h.T @ G, G.sum(axis=0)
    return np.concatenate([piece.ravel() for piece in pieces])


def parts(borders):
    return [np.arange(1000)[a:b] for a, b in zip((0, *borders), (*borders, 1000), strict=True)]


def of_parts(some, W):
    images, labels = rows()
    return [gradient(images[part], labels[part], W) for part in some]


def descended(some, steps, ask=of_parts):
    """The weights after so many steps, with sums over rows in place of a weighted mean."""
    W = start()
    for _ in range(steps):
        pairs = zip(some, ask(some, W), strict=True)
        W = W - ETA * sum(len(part) * G for part, G in pairs) / sum(map(len, some))
    return W


def misses(borders) -> float:
    """How far the plain mean of the parts is off the gradient of the whole, in its lengths."""
    G = gradient(*rows(), start())
    plain = np.mean(of_parts(parts(borders), start()), axis=0)
    return float(np.linalg.norm(plain - G) / np.linalg.norm(G))


@says("14", "With equal halves the plain mean is right, and hides its fault")
def equal_halves_hide_the_fault():
    return misses([500]) < 1e-12 < 0.01 < min(misses([400]), misses([100]), misses(CUT))


@says("14", "in parts that are less and less equal")
def parts_grow_less_equal_and_the_miss_grows():
    found = [misses(borders) for borders in ([500], [400], [100], CUT)]
    return found == sorted(found)


@says("14", "The smallest part is an opinion poll of ten images, and has a quarter of the votes")
def ten_images_have_a_quarter_of_the_votes():
    return [len(part) for part in parts(CUT)][0] == 10 and len(parts(CUT)) == 4


@says("14", "Whoever looks at the weights cannot tell how many computed them")
def the_weights_are_the_same():
    return np.abs(descended(parts(CUT), 20) - descended(parts([]), 20)).max() < 1e-12


@says("14", "The run goes on, and the weights are the same")
def a_lost_part_that_is_made_anew_changes_nothing():
    asked = []

    def lossy(some, W):
        asked.append(len(some))
        found = of_parts(some, W)
        if len(asked) == 11:
            found[0] = None
        return [of_parts([part], W)[0] if G is None else G
                for part, G in zip(some, found, strict=True)]  # fmt: skip

    return np.array_equal(descended(parts(CUT), 20, lossy), descended(parts(CUT), 20))


def seconds(parameters, each_has, workers):
    """The time of a step by the ruler's figures: what one computes, and what the driver sends."""
    talk = 0 if workers == 1 else workers * (0.001 + 2 * 8 * parameters / 125e6)
    return 6 * parameters * each_has / 1e10 + talk


def pays(parameters, in_all) -> bool:
    return seconds(parameters, in_all / 2, 2) < seconds(parameters, in_all, 1)


@says("14", "For the perceptron, never: it would need 1,111,965 rows, and has 100")
def never_for_the_perceptron():
    return pays(6, 1_111_965) and not pays(6, 1_111_964) and not pays(6, 100)


@says("14", "For the digits, hardly: from 2,240 rows on, and a step has 1,000")
def hardly_for_the_digits():
    return pays(4810, 2240) and not pays(4810, 2239) and not pays(4810, 1000)


@says("14", "there 100 rows are slower on two machines, too")
def not_for_a_large_network_with_few_rows():
    return pays(10**9, 854) and not pays(10**9, 853) and not pays(10**9, 100)


@says("14", "With more weights both grow, the computing and the sending")
def both_grow_with_the_weights():
    sizes = 10 ** np.arange(1, 10)
    computing = [seconds(size, 100, 1) for size in sizes]
    sending = [seconds(size, 100, 2) - seconds(size, 100, 1) for size in sizes]
    return computing == sorted(computing) and sending == sorted(sending)


@says("14", "A batch that is cut into many small pieces keeps more of the machines at work")
def more_pieces_less_waiting():
    """Machine m works on piece k in round m + k: counted, not computed."""
    def waiting(pieces, stages=4):
        busy = {(m, m + k) for m in range(stages) for k in range(pieces)}
        last = max(at for _, at in busy)
        return 1 - len(busy) / (stages * (last + 1))

    found = [waiting(pieces) for pieces in (1, 4, 16, 64)]
    return found == sorted(found, reverse=True) and found[0] == 0.75


@says("14", "After four rounds every piece is complete with one of them")
def four_rounds_make_five_pieces_complete():
    heard = [[{w} for _ in range(5)] for w in range(5)]
    for t in range(4):
        before = [[set(piece) for piece in mine] for mine in heard]
        for w in range(5):
            heard[(w + 1) % 5][(w - t) % 5] |= before[w][(w - t) % 5]
    complete = [[len(piece) == 5 for piece in mine] for mine in heard]
    return np.array_equal(np.sum(complete, axis=0), np.ones(5))


@says("14", "a number has 2 bytes in place of 8, and about three digits")
def half_precision_has_about_three_digits():
    return np.float16(0).nbytes == 2 and np.float64(0).nbytes == 8 and np.finfo(np.float16).precision == 3
