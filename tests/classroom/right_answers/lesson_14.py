"""Right answers of lesson 14, in the forms that people give them."""

import numpy as np

# deal


def dealt_comprehended(X, c, workers):
    return [(X[k::workers], c[k::workers]) for k in range(workers)]


def dealt_by_remainders(X, c, workers):
    whose = np.arange(len(X)) % workers
    return [(X[whose == k], c[whose == k]) for k in range(workers)]


def dealt_by_row_numbers(X, c, workers):
    parts = []
    for k in range(workers):
        rows = list(range(k, len(X), workers))
        parts += [[X[rows], c[rows]]]
    return parts


def dealt_card_by_card(X, c, workers):
    hands = [([], []) for _ in range(workers)]
    for row, (pixels, label) in enumerate(zip(X, c, strict=True)):
        hands[row % workers][0].append(pixels)
        hands[row % workers][1].append(label)
    return [(np.array(pixels), np.array(labels)) for pixels, labels in hands]


def dealt_with_slices(X, c, workers):
    slices = [slice(k, None, workers) for k in range(workers)]
    return tuple(zip([X[one] for one in slices], [c[one] for one in slices], strict=True))


class Dealer:
    def __call__(self, X, c, workers):
        return list(map(lambda k: (X[k::workers, :], c[k::workers, :]), range(workers)))


# weighted-mean


def mean_by_numpy(counts, gradients):
    return np.average(gradients, axis=0, weights=counts)


def mean_by_shares(counts, gradients):
    rows = sum(counts)
    return sum(count / rows * G for count, G in zip(counts, gradients, strict=True))


def mean_by_index(counts, gradients):
    total = np.zeros_like(gradients[0])
    for k in range(len(counts)):
        total += counts[k] * gradients[k]
    return total / np.sum(counts)


def mean_as_a_product(counts, gradients):
    weights = np.array(counts) / np.sum(counts)
    return np.tensordot(weights, np.array(gradients), axes=1)


def mean_of_repeated_rows(counts, gradients):
    return np.repeat(np.array(gradients), counts, axis=0).mean(axis=0)


def mean_counted_on_the_way(counts, gradients):
    rows, mean = 0, 0.0
    for count, G in zip(counts, gradients, strict=True):
        rows += count
        mean = mean + (G - mean) * count / rows
    return mean


mean_lambda = lambda n, g: sum(a * b for a, b in zip(n, g, strict=True)) / sum(n)  # noqa: E731


# ring-round


def round_from_the_left(table, t):
    n, new = len(table), table.copy()
    for w in range(n):
        left = (w - 1) % n
        new[w, (left - t) % n] = table[w, (left - t) % n] + table[left, (left - t) % n]
    return new


def round_piece_by_piece(table, t):
    new = np.array(table)
    for j in range(len(table)):
        sender = (j + t) % len(table)
        new[(sender + 1) % len(table)][j] += table[sender][j]
    return new


def round_all_at_once(table, t):
    w = np.arange(len(table))
    new, j = table.copy(), (w - t) % len(table)
    new[(w + 1) % len(table), j] += table[w, j]
    return new


def round_with_a_mask(table, t):
    n = len(table)
    w, j = np.indices(table.shape)
    return table + np.roll(np.where(j == (w - t) % n, table, 0), 1, axis=0)


def round_by_negative_index(table, t):
    new = table.copy()
    for w in range(len(table)):
        j = (w - 1 - t) % len(table)
        new[w, j] += table[w - 1, j]
    return new


def round_of_pieces_at_home(table, t):
    """Whose piece j - t it is, is looked up; the copy is a list of rows."""
    rows = [list(row) for row in table]
    for j, sender in ((j, (j + t) % len(rows)) for j in range(len(rows))):
        neighbour = 0 if sender == len(rows) - 1 else sender + 1
        rows[neighbour][j] = rows[neighbour][j] + table[sender, j]
    return np.array(rows)


RIGHT = {
    "deal": [dealt_comprehended, dealt_by_remainders, dealt_by_row_numbers, dealt_card_by_card,
             dealt_with_slices, Dealer()],
    "weighted-mean": [mean_by_numpy, mean_by_shares, mean_by_index, mean_as_a_product,
                      mean_of_repeated_rows, mean_counted_on_the_way, mean_lambda],
    "ring-round": [round_from_the_left, round_piece_by_piece, round_all_at_once, round_with_a_mask,
                   round_by_negative_index, round_of_pieces_at_home],
}  # fmt: skip
