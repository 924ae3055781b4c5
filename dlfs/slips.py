"""What people try with a node that is done with an array elsewhere, and what to write instead.

A node has no value until a session runs it. So it has no shape, it is neither true nor false, and
NumPy's functions cannot calculate with it. Nothing here is needed to follow the other files.
"""

from __future__ import annotations

import dlfs
from dlfs import operations as ops
from dlfs import train
from dlfs.arguments import did_you_mean
from dlfs.errors import MisuseError, NoAttributeError, explain
from dlfs.graph import (
    ARRAYS,
    Graph,
    Node,
    TrainingStep,
    Variable,
    constant,
    describe,
    placeholder,
)
from dlfs.places import is_ours
from dlfs.session import Session
from dlfs.twins import OF_LIBRARY, OF_NODES, OF_OPTIMIZERS, OF_SESSIONS, RUN, TWINS

# ------------------------------------------------------------ names that are not there


def names_of(kind: type, table: dict[str, str]) -> None:
    """Answer for every name that a `kind` does not have, by `table` or by a name close to it."""

    def __getattr__(self, name):
        raise _no_attribute(self, name, table)

    kind.__getattr__ = __getattr__


def _no_attribute(thing, name: str, table, what="{thing} has no {name}") -> AttributeError:
    kind = type(thing).__name__
    is_node = isinstance(thing, Node)
    # Python and Jupyter look for names with underscores; an unfinished node cannot say more.
    if name.startswith("_") or is_node and "name" not in vars(thing):
        return AttributeError(f"{kind!r} object has no attribute {name!r}", name=name, obj=thing)
    whose = thing.name if is_node else f"a {kind}"
    way_out = _way_out(name, table, whose, _public_names(thing))
    if isinstance(thing, Variable) and table.get(name) is RUN:
        way_out = f"read {whose}.value, an array"
    return NoAttributeError(explain(
        what.format(thing=whose, name=name) + (": it is a node, and no array." if is_node else "."),
        *_lines_of(thing),
        way_out=way_out,
    ))


def _public_names(thing) -> list[str]:
    names = {}
    for kind in type(thing).__mro__[::-1]:
        names.update(vars(kind))
    names.update(vars(thing))
    return [n for n, value in names.items() if n[0] != "_" and not isinstance(value, Absent)]


def _way_out(name: str, table, x: str, names) -> str:
    if name in table:
        return table[name].format(x=x)
    if name in TWINS:
        return f"write {TWINS[name]}".format(x=x)
    close = did_you_mean(name, names)
    return f"did you mean {close}?" if close else f"it has {', '.join(names)}"


def names_of_module(module, table: dict[str, str], names) -> None:
    """Answer for every name that is not in a module of the library."""

    def __getattr__(name):
        if name.startswith("_"):
            raise AttributeError(f"module {module.__name__} has no attribute {name}")
        way_out = _way_out(name, table, "x", names)
        raise NoAttributeError(explain(f"{module.__name__} has no {name}.", way_out=way_out))

    module.__getattr__ = __getattr__


def _lines_of(thing) -> list[str]:
    finished = isinstance(thing, Node) and "name" in vars(thing)
    return [f"node: {describe(thing)}"] if finished else []


class Absent:
    """A name that a node does not have, answered for. Whoever sets it has it.

    `__getattr__` would answer for every name, but makes all names slower, in every run.
    """

    def __init__(self, name: str, table: dict[str, str]) -> None:
        self.name, self.table = name, table

    def __get__(self, node, kind=None):
        if node is None:
            raise AttributeError(f"type object {kind.__name__!r} has no attribute {self.name!r}")
        raise _no_attribute(node, self.name, self.table)


for name in OF_NODES | TWINS:
    if name.isidentifier():
        setattr(Node, name, Absent(name, OF_NODES))
names_of(train.Optimizer, OF_OPTIMIZERS)
names_of(Session, OF_SESSIONS)
names_of(Graph, {})
names_of_module(dlfs, OF_LIBRARY, dlfs.__all__)
names_of_module(train, OF_LIBRARY, [
    "AdamOptimizer", "GradientDescentOptimizer", "MomentumOptimizer", "Optimizer", "batches",
    "load", "save",
])  # fmt: skip


# ------------------------------------------------------------ names that are misspelt


def settable(kind: type, names) -> None:
    """Refuse to set an attribute that a `kind` does not have: nobody would ever read it."""

    def __setattr__(self, name, value):
        if name in names or name[0] == "_" or type(self) is not kind:
            return object.__setattr__(self, name, value)
        table = OF_NODES if isinstance(self, Node) else OF_OPTIMIZERS
        raise _no_attribute(self, name, table, "nobody reads {name} of {thing}")

    kind.__setattr__ = __setattr__


for kind in (placeholder, constant, Variable):
    settable(kind, frozenset(["output", "graph", "name", "consumers", "value"]))
BASE = ["learning_rate", *dir(train.Optimizer)]
settable(train.GradientDescentOptimizer, frozenset(BASE))
settable(train.MomentumOptimizer, frozenset([*BASE, "momentum"]))
settable(train.AdamOptimizer, frozenset([*BASE, "beta1", "beta2", "epsilon"]))


# ------------------------------------------------------------ what is done with an array


def refusal(node: Node, what: str, way_out: str) -> MisuseError:
    """The error of a node with which something was tried that only an array can do."""
    name = node.name
    return MisuseError(explain(
        f"{what.format(x=name)}: {name} is a node, and no array.",
        *_lines_of(node),
        way_out=way_out.format(x=name),
    ))


def _refusing(what: str, way_out: str):
    def refused(self, *_, **__):
        raise refusal(self, what, way_out)

    return refused


COMPARE = "compare values: run the node in a session first"
NO_TWIN = "write an Operation of your own for it; or run the node, and calculate with the value"
REFUSED = {
    **{f"__{sign}__": ("{x} cannot be compared", COMPARE) for sign in ("lt", "le", "gt", "ge")},
    **{
        f"__{side}{sign}__": (f"dlfs has no operation for the sign {shown}", NO_TWIN)
        for sign, shown in {"floordiv": "//", "mod": "%", "divmod": "divmod", "and": "&", "or": "|",
                            "xor": "^", "lshift": "<<", "rshift": ">>"}.items()
        for side in ("", "r")
    },
    "__invert__": ("dlfs has no operation for the sign ~", NO_TWIN),
    "__abs__": ("dlfs has no abs", f"write {TWINS['abs']}"),
    "__pos__": ("dlfs has no operation for the sign + before a node", "leave the sign out"),
    "__bool__": ("{x} is neither true nor false", COMPARE),
    "__len__": ("{x} has no length", RUN),
    "__iter__": ("{x} cannot be gone through", RUN),
    "__contains__": ("{x} contains nothing yet", RUN),
    "__getitem__": ("{x} has no entries yet",
                    RUN + "; to pick entries in the graph, multiply by a mask of 0 and 1"),
    "__setitem__": ("{x} has no entries yet", "make a whole new array, and assign it to W.value"),
    "__delitem__": ("{x} has no entries", RUN),
    # float, int, complex, floor and ceil ask for the index, where there is nothing else to ask for.
    **{f"__{kind}__": ("{x} is no number yet", RUN) for kind in ("index", "round", "trunc")},
    "__array__": ("{x} has no value that could be put into an array",
                  RUN + "; several nodes stay a list: run([a, b])"),
}  # fmt: skip
for name, (what, way_out) in REFUSED.items():
    setattr(Node, name, _refusing(what, way_out))


def _equals(self, other):
    """Whether it is the same node: what dicts and lists ask. A number is refused."""
    if isinstance(other, (bool, int, float, complex, *ARRAYS)):
        raise refusal(self, "{x} cannot be compared with a value", COMPARE)
    return other is self if isinstance(other, Node) else NotImplemented


def _formatted(self, form: str) -> str:
    if form:
        raise refusal(self, f"{{x}} is no number yet, to be printed as {form!r}", RUN)
    return repr(self)


Node.__eq__ = _equals
Node.__hash__ = object.__hash__
Node.__format__ = _formatted


# ------------------------------------------------------------ NumPy's functions

COMPARISONS = frozenset("equal not_equal less less_equal greater greater_equal isnan".split())
SIGNS = {
    "add": ops.add, "subtract": ops.subtract, "multiply": ops.multiply, "divide": ops.divide,
    "matmul": ops.matmul, "power": lambda x, n: x**n if isinstance(x, Node) else n.__rpow__(x),
}  # fmt: skip


def _ufunc(self, ufunc, method, *inputs, **settings):
    """`array + node` comes here as np.add(array, node): it builds. Any other is refused."""
    name = ufunc.__name__
    if method != "__call__":
        name += f".{method}"
    elif "out" in settings and name in SIGNS:
        what = f"np.{name} cannot write into an array in place"
        raise refusal(self, what, "write a = a + {x}, say, instead of a += {x}")
    elif name in SIGNS and not settings:
        return SIGNS[name](*inputs)
    raise _no_function(self, name)


def _function(self, function, types, arguments, settings):
    module = getattr(function, "__module__", None) or "numpy"
    raise _no_function(self, f"{module}.{function.__name__}".removeprefix("numpy."))


def _no_function(node: Node, name: str) -> MisuseError:
    way_out = f"write {TWINS[name]}" if name in TWINS else OF_NODES.get(name, NO_TWIN)
    if name in COMPARISONS:
        way_out = COMPARE
    return refusal(node, f"np.{name} cannot calculate with {{x}}", way_out)


Node.__array_ufunc__ = _ufunc
Node.__array_function__ = _function


def _no_function_itself(self, *_, **__):
    step = isinstance(self, TrainingStep)
    raise MisuseError(explain(
        f"a {'training step' if step else 'Session'} is not called itself.",
        way_out="write session.run(step, feed_dict)" if step else "write session.run(J, feed_dict)",
    ))


def _no_with(self, *_):
    raise MisuseError(explain(
        "a Session is not used in `with`.",
        way_out="write session = dlfs.Session(): it keeps no values, and needs no closing",
    ))


Session.__enter__ = Session.__exit__ = _no_with
Session.__call__ = TrainingStep.__call__ = _no_function_itself
