"""Many drawn graphs, compiled and plain; and faults planted in the compiled half, each found."""

import numpy as np
import pytest

import dlfs
from dlfs.compiled import calls, planning, playing, program, recording, writing
from tests.engine.drawn_programs import assert_compiled_like_plain

KINDS = ["calm", "wild", "float32", "mixed", "own", "ragged"]


@pytest.mark.parametrize("kind", KINDS)
def test_drawn_graphs_agree(kind):
    for seed in range(40):
        assert_compiled_like_plain(seed, kind)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("first", range(1_000, 2_000, 100))
def test_many_drawn_graphs_agree(kind, first):
    for seed in range(first, first + 100):
        assert_compiled_like_plain(seed, kind)


# ---------------------------------------------------------------- planted faults are found


def is_found(kinds=("calm", "own"), seeds=range(40)):
    for kind in kinds:
        for seed in seeds:
            try:
                assert_compiled_like_plain(seed, kind)
            except Exception:
                return True
    return False


def plant(monkeypatch, owner, name, fault):
    right = getattr(owner, name)
    monkeypatch.setattr(owner, name, lambda *given: fault(right, *given))


def reuses_too_early(right, places, alone):
    for place in places:
        place.last -= 1
    right(places, alone)


def forgets_fetches(right, recorded_calls, results, updated):
    return right(recorded_calls, results[-len(updated):] if updated else results[-1:], updated)


def writes_over_what_is_read_later(right, call, line, last, places):
    for x in call.operands if call.entry_by_entry else ():
        if isinstance(x, recording.Recorded) and not x.path and x.value in places:
            if x.shape == call.out.array.shape and x.dtype == call.out.array.dtype:
                return places[x.value]
    return None


def takes_other_shapes(right, call, line, last, places):
    for x in call.operands if call.entry_by_entry else ():
        if isinstance(x, recording.Recorded) and x.value in places and last[x.value] == line:
            return places[x.value]
    return None


def takes_a_view_for_the_whole(right, self, array, text):
    made = right(self, array, text)
    return recording.Recorded(self.tape, made.value, array, self.path) if made.path else made


def any_factor_is_one(right, constant):
    return 1 if isinstance(constant, float) and constant == 2 else right(constant)


def hands_out_its_arrays(right, self, node):
    return right(self, node).removesuffix(".copy()")


def shows_arrays_of_the_program(right, nodes, values):
    for node, value in zip(nodes, values):
        if not isinstance(node, (dlfs.constant, dlfs.placeholder)):
            node.output = value


def one_array_for_old_and_new(right, W):
    pairs.setdefault(W, right(W))
    return pairs[W]


def records_what_others_wrote(right, function):
    return True


def any_dtype_will_do(right, x):
    return np.float64(1)


pairs: dict = {}
FAULTS = {
    "memory shared before the last read": (planning, "_share", reuses_too_early),
    "a fetched value written over": (writing, "planned", forgets_fetches),
    "a value read later written over": (planning, "_written_over", writes_over_what_is_read_later),
    "an array of another shape written over": (planning, "_written_over", takes_other_shapes),
    "a view taken for the whole": (recording.Recorded, "_part", takes_a_view_for_the_whole),
    "a factor of 2 taken for 1": (recording, "uniform", any_factor_is_one),
    "arrays of the program handed out": (writing.Text, "_handed_out", hands_out_its_arrays),
    "arrays of the program shown to others": (calls, "_show", shows_arrays_of_the_program),
    "a variable written over in its own step": (program, "_pair", one_array_for_old_and_new),
    "what others wrote recorded": (playing, "is_ours", records_what_others_wrote),
    "any dtype taken for float64": (writing, "plain", any_dtype_will_do),
}
WHERE = {"any dtype taken for float64": ("mixed", "float32")}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault, monkeypatch):
    kinds = WHERE.get(fault, ("calm", "own"))
    plant(monkeypatch, *FAULTS[fault])
    pairs.clear()
    assert is_found(kinds)


def test_a_step_on_a_sum_without_weights():
    for compiled in (False, True):
        X, b = dlfs.placeholder(), dlfs.Variable([1.0, 2.0])
        step = dlfs.GradientDescentOptimizer(0.5).minimize(dlfs.reduce_sum(X + b))
        session = dlfs.Session(compiled=compiled)
        for _ in range(4):
            session.run(step, {X: np.ones((3, 2))})
        np.testing.assert_array_equal(b.value, [1 - 6, 2 - 6])
