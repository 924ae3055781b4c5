"""Calls whose arguments do not fit, answered in words instead of Python's own."""

from __future__ import annotations

import inspect
from functools import wraps

from dlfs.errors import MisuseError, explain

# What other libraries call it.
OTHER_NAMES = {
    "dim": "axis", "dims": "axis", "axes": "axis", "reduction_indices": "axis",
    "keep_dims": "keepdims", "keepdim": "keepdims",
    "lr": "learning_rate", "rate": "learning_rate", "eta": "learning_rate",
    "alpha": "learning_rate", "beta": "momentum", "beta_1": "beta1", "beta_2": "beta2",
    "batch_size": "size", "num_classes": "classes", "depth": "classes", "filename": "path",
    "newshape": "shape",
    "feed": "feed_dict", "feeds": "feed_dict",
    "requires_grad": "trainable", "init": "initial_value", "data": "initial_value",
    "xs": "nodes", "wrt": "nodes", "var_list": "nodes", "variables": "nodes",
    "eps": "h", "epsilon": "h", "atol": "tolerance", "rtol": "tolerance", "tol": "tolerance",
    "exponent": "n", "label": "name",
    "labels": "targets", "y_true": "targets", "target": "targets", "y_pred": "logits",
}  # fmt: skip
OPERATIONS_NAMES = frozenset(["op", "operation", "node"])
# What a call that does not fit most often wanted.
REMARKS = {
    "placeholder": "it takes no dtype and no shape: both come with the value that is fed",
    "Variable": "its shape and dtype are those of the initial value",
    "run": "several fetches are one list: run([a, b], feed_dict)",
    "minimize": "every trainable Variable of the loss is trained; others get trainable=False",
    "softmax": "it goes along the last axis",
    "softmax_cross_entropy": "it goes along the last axis",
    "as_default": "make a graph first: Graph().as_default()",
}


def fitting(function):
    """`function`, that says in words which argument does not fit. For what learners call."""

    @wraps(function)
    def called(*arguments, **settings):
        try:
            return function(*arguments, **settings)
        except TypeError:
            misfit = _misfit(function, arguments, settings)
            if misfit is None:
                raise  # the arguments fit: it failed inside
            raise misfit from None

    return called


def _misfit(function, arguments, settings) -> MisuseError | None:
    signature = inspect.signature(function)
    try:
        signature.bind(*arguments, **settings)
    except TypeError as error:
        name = type(arguments[0]).__name__ if _is_init(function, arguments) else function.__name__
        return MisuseError(explain(
            f"{name} cannot be called like this: {error}.",
            way_out=_way_out(name, signature, settings),
        ))
    return None


def _is_init(function, arguments) -> bool:
    return function.__name__ == "__init__" and bool(arguments)


def _way_out(name: str, signature: inspect.Signature, settings) -> str:
    plain = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    names = [p.name for p in plain]
    for unknown in settings.keys() - set(names):
        meant = OTHER_NAMES.get(unknown) or did_you_mean(unknown, names)
        if meant in names:
            return f"write {meant}=... instead of {unknown}=..."
    shown = [p for p in plain if p.name not in ("self", "graph")]
    call = f"write {name}{inspect.Signature(shown)}"
    return f"{call}; {REMARKS[name]}" if name in REMARKS else call


def why_no_rule(function) -> str | None:
    """Why `function` cannot be called as function(op, G); None if it can, or nobody knows."""
    if not callable(function):
        return "is no function"
    try:
        signature = inspect.signature(function)
    except ValueError:
        return None  # one that is not written in Python
    try:
        signature.bind(None, None)
    except TypeError:
        return f"takes {signature}, but is called with two arguments"
    first, second = [*signature.parameters, "", ""][:2]
    if second.lower() in OPERATIONS_NAMES and first.lower() not in OPERATIONS_NAMES:
        return f"takes {first} first and {second} last: the other way round"
    return None


def did_you_mean(name: str, names, cutoff: float = 0.7) -> str | None:
    """The one of `names` that `name` is most probably a slip of; None if there is none."""
    from difflib import get_close_matches  # only a slip needs it

    lower = {other.lower(): other for other in names}
    close = get_close_matches(name.lower(), lower, n=1, cutoff=cutoff)
    return lower[close[0]] if close else None
