"""How each operation is written as lines of NumPy, forward and backward.

Most are one formula. Those of the second table are the ones of gradients.py: G is the gradient
with respect to the operation's value y, and there is one formula for each input.
"""

from __future__ import annotations

from math import prod

from dlfs import gradients
from dlfs import operations as ops
from dlfs.gradients import gradient_function_of
from dlfs.graph import Operation
from dlfs.compiled.page import Page, Place, Value, number

# A row this short is added up column by column: NumPy is slow over many short rows.
SHORT_ROW = 4

FORMULAS = {
    ops.add: "a + b",
    ops.subtract: "a - b",
    ops.multiply: "a * b",
    ops.divide: "a / b",
    ops.negative: "-a",
    ops.exp: "np.exp(a)",
    ops.log: "np.log(a)",
    ops.sigmoid: "np.exp(-np.logaddexp(0, -a))",
    ops.tanh: "np.tanh(a)",
    ops.relu: "np.maximum(a, 0)",
}
FORMULAS_OF_GRADIENTS = {
    ops.add: ("G", "G"),
    ops.subtract: ("G", "-G"),
    ops.multiply: ("G * b", "G * a"),
    ops.divide: ("G / b", "-(G * y / b)"),
    ops.negative: ("-G",),
    ops.exp: ("G * y",),
    ops.log: ("G / a",),
    ops.sigmoid: ("G * ((1 - y) * y)",),
    ops.tanh: ("G * (1 - y * y)",),
    ops.relu: ("G * (y > 0)",),
}


def power(place: Place, op, x: Value) -> Value:
    if op.n == 2:
        return place.formula("x * x", x=x)
    return place.formula("np.power(x, n)", x=x, n=number(op.n))


def power_gradient(place: Place, op, G: Value, y: Value, x: Value) -> Value:
    n = number(op.n)
    if op.n in (0, 2):
        return place.formula("n * x * G", G=G, x=x, n=n)
    return place.formula("np.power(x, m) * n * G", G=G, x=x, n=n, m=number(op.n - 1))


def matmul(place: Place, op, A: Value, B: Value) -> Value:
    if not place.shape:
        return place.scalar(f"{A.text} @ {B.text}")
    return place.write(f"np.matmul({A.text}, {B.text}, out={{out}})")


def matmul_gradient_of_A(place: Place, op, G: Value, y: Value, A: Value, B: Value) -> Value:
    G = place.repeated(G, y.shape)
    if not y.shape:
        return place.formula("G * B", G=G, B=B)
    if len(B.shape) == 1:
        return place.formula("G * B", G=_column(G), B=B)
    if len(A.shape) == 1:
        return place.write(f"np.matmul({B.text}, {G.text}, out={{out}})")
    return place.write(f"np.matmul({G.text}, {B.text}.T, out={{out}})")


def matmul_gradient_of_B(place: Place, op, G: Value, y: Value, A: Value, B: Value) -> Value:
    G = place.repeated(G, y.shape)
    if not y.shape:
        return place.formula("G * A", G=G, A=A)
    if len(A.shape) == 1:
        return place.formula("A * G", G=G, A=_column(A))
    if len(B.shape) == 1:
        return place.write(f"np.matmul({G.text}, {A.text}, out={{out}})")
    return place.write(f"np.matmul({A.text}.T, {G.text}, out={{out}})")


def reduce_sum(place: Place, op, A: Value) -> Value:
    if not place.shape:
        return place.scalar(_sum_of(A, op))
    if op.axis in [(-1,), (len(A.shape) - 1,)] and not op.keepdims:
        out = place.out(place.shape)
        _over_rows(place.page, "sum", A, out)
        return place.value(out, place.shape)
    return place.write(_sum_of(A, op, "out={out}"))


def reduce_mean(place: Place, op, A: Value) -> Value:
    n = number(prod(A.shape) // prod(place.shape))
    if not place.shape:
        return place.scalar(f"{_sum_of(A, op)} / {n.text}")
    return place.formula("total / n", total=reduce_sum(place, op, A), n=n)


def _sum_of(A: Value, op, *settings: str) -> str:
    axis = op.axis[0] if op.axis and len(op.axis) == 1 else op.axis
    over = [] if axis is None else [f"axis={axis}"]
    keepdims = ["keepdims=True"] if op.keepdims else []
    return f"{A.text}.sum({', '.join([*over, *keepdims, *settings])})"


def reduce_sum_gradient(place: Place, op, G: Value, y: Value, A: Value) -> Value:
    if not G.shape:
        return place.formula("G", G=G)
    summed = range(len(A.shape)) if op.axis is None else {axis % len(A.shape) for axis in op.axis}
    kept = tuple(1 if axis in summed else n for axis, n in enumerate(A.shape))
    if G.shape != y.shape:
        whole = place.page.array(place.wanted, y.shape)
        place.page.write(f"np.copyto({whole}, {G.text})")
        G = Value(whole, y.shape)
    return Value(G.text if G.shape == kept else f"{G.text}.reshape({kept})", kept)


def reduce_mean_gradient(place: Place, op, G: Value, y: Value, A: Value) -> Value:
    G = reduce_sum_gradient(place, op, G, y, A)
    return place.formula("G * share", G=G, share=number(prod(y.shape) / prod(A.shape)))


def softmax(place: Place, op, a: Value) -> Value:
    rows, column = _less_largest(place, a)
    y = place.formula("np.exp(e)", e=place.value(place.array, a.shape))
    _over_rows(place.page, "sum", y, rows)
    return place.formula("y / column", y=y, column=column)


def softmax_gradient(place: Place, op, G: Value, p: Value, a: Value) -> Value:
    G = place.repeated(G, p.shape)
    rows, column = place.page.rows(p.shape)
    place.page.write(f"np.vecdot({G.text}, {p.text}, out={rows})")
    return place.formula("(G - column) * p", G=G, column=column, p=p)


def softmax_cross_entropy(place: Place, op, logits: Value, t: Value) -> Value:
    page, shape = place.page, logits.shape
    below = Place(page, "a", shape, for_good=False)
    rows, column = _less_largest(below, logits)
    a = below.value(below.array, shape)
    a = below.formula("np.maximum(a, lowest)", a=a, lowest=page.lowest())
    # e^a and its sums stay for the gradient: p is their ratio.
    e = Place(page, "e", shape).formula("np.exp(a)", a=a)
    total, _ = page.rows(shape, "e_sum")
    page.kept[op] = e, total
    _over_rows(page, "sum", e, total)
    page.write(f"np.log({total}, out={rows})")
    minus_log_p = below.formula("column - a", column=column, a=a)
    if not place.shape:
        return place.scalar(f"np.vecdot({t.text}, {minus_log_p.text})")
    return place.write(f"np.vecdot({t.text}, {minus_log_p.text}, out={{out}})")


def softmax_cross_entropy_gradient(place, op, G: Value, y: Value, logits: Value, t: Value) -> Value:
    page, (e, total) = place.page, place.page.kept[op]
    rows, column = page.rows(logits.shape)
    _over_rows(page, "sum", t, rows)
    page.write(f"np.divide({rows}, {total}, out={rows})")
    G = _column(G) if G.shape else G
    return place.formula("(e * column - t) * G", G=G, e=e, t=t, column=column)


def _less_largest(place: Place, a: Value) -> tuple[str, Value]:
    """Write a minus the largest entry of its row into `place`; return what it was kept in."""
    rows, column = place.page.rows(a.shape)
    _over_rows(place.page, "max", a, rows)
    subtract = place.page.subtract_in_silence()
    place.write(f"{subtract}({a.text}, {column.text}, out={{out}})")
    return rows, column


def _over_rows(page: Page, function: str, a: Value, rows: str) -> None:
    """Write the sum or the maximum of each row; short rows are added up column by column."""
    ufunc = {"sum": "np.add", "max": "np.maximum"}[function]
    all_rows = ":" if len(a.shape) == 2 else "..."
    columns = [f"{a.text}[{all_rows}, {k}]" for k in range(a.shape[-1])]
    if not 2 <= len(columns) <= SHORT_ROW:
        page.write(f"{a.text}.{function}(axis=-1, out={rows})")
        return
    page.write(f"{ufunc}({columns[0]}, {columns[1]}, out={rows})")
    for column in columns[2:]:
        page.write(f"{ufunc}({rows}, {column}, out={rows})")


def _column(a: Value) -> Value:
    return Value(f"{a.text}[..., np.newaxis]", (*a.shape, 1))


FORWARD = {
    ops.power: power,
    ops.matmul: matmul,
    ops.reduce_sum: reduce_sum,
    ops.reduce_mean: reduce_mean,
    ops.softmax: softmax,
    ops.softmax_cross_entropy: softmax_cross_entropy,
}
BACKWARD = {
    ops.power: (power_gradient,),
    ops.matmul: (matmul_gradient_of_A, matmul_gradient_of_B),
    ops.reduce_sum: (reduce_sum_gradient,),
    ops.reduce_mean: (reduce_mean_gradient,),
    ops.softmax: (softmax_gradient,),
    ops.softmax_cross_entropy: (softmax_cross_entropy_gradient,),
}


def has_forward_rule(op: Operation) -> bool:
    """Whether this very class is in the tables, computes as it did, on arrays of one dtype."""
    kind = type(op)
    if kind not in FORMULAS and kind not in FORWARD or "compute" in vars(op):
        return False
    return kind.compute.__module__ == ops.__name__ and _plain_arrays(op)


def has_backward_rule(op: Operation, index: int) -> bool:
    """Whether its gradient for this input can be written: the table holds the library's own."""
    kind = type(op)
    own = getattr(gradients, f"{kind.__name__}_gradient", None)
    if own is None or gradient_function_of(op) is not own or not has_forward_rule(op):
        return False
    if kind is ops.matmul:
        return all(node.output.ndim <= 2 for node in op.input_nodes)
    return not (kind is ops.softmax_cross_entropy and index == 1)


def writes_over(op: Operation, index: int, needed) -> bool:
    """Whether the value of `op` can take the place of its input number `index`: whether neither
    of the two reads it again, backward, for the gradients of the nodes in `needed`."""
    node = op.input_nodes[index]
    same = type(op) in FORMULAS and has_forward_rule(op) and has_forward_rule(node)
    if not same or node.output.shape != op.output.shape:
        return False
    return not (_reads(op, "ab"[index], needed) or _reads(node, "y", needed))


def _reads(op: Operation, name: str, needed) -> bool:
    wanted = [i for i, node in enumerate(op.input_nodes) if node in needed]
    if not all(has_backward_rule(op, i) for i in wanted):
        return True
    if type(op) not in FORMULAS_OF_GRADIENTS:
        return bool(wanted) and type(op) is ops.softmax
    return any(name in FORMULAS_OF_GRADIENTS[type(op)][i] for i in wanted)


def _plain_arrays(op: Operation) -> bool:
    values = [node.output for node in (op, *op.input_nodes)]
    arrays = [value for value in values if type(value) is not float]
    return len({a.dtype for a in arrays}) == 1 and all(a.size for a in arrays)


def write_forward(place: Place, op: Operation, inputs: list[Value]) -> Value:
    """Write the lines that compute `op`; return what stands for its value."""
    if type(op) in FORMULAS:
        return place.formula(FORMULAS[type(op)], **dict(zip("ab", inputs)))
    return FORWARD[type(op)](place, op, *inputs)


def write_backward(place: Place, op, index: int, G: Value, y: Value, inputs: list[Value]) -> Value:
    """Write the lines for the gradient for input number `index`; return what stands for it."""
    if type(op) in FORMULAS_OF_GRADIENTS:
        formula = FORMULAS_OF_GRADIENTS[type(op)][index]
        G = place.formula(formula, G=G, y=y, **dict(zip("ab", inputs)))
        return place.summed(G, y.shape)
    return BACKWARD[type(op)][index](place, op, G, y, *inputs)
