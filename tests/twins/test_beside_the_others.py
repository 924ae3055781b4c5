"""Lesson 13 beside PyTorch and JAX: what it prints where they are, and what it says of them."""

import contextlib
import io
import subprocess
import sys

import nbformat
import numpy as np
import pytest

from dlfs.classroom.keeping import sitting
from dlfs.classroom.lessons.eager import Tensor, total
from tests.platforms.needed import needs
from tools.course import NOTEBOOKS

LESSON = NOTEBOOKS / "13_from_scratch_to_pytorch_and_jax.ipynb"
CELLS = [cell.source for cell in nbformat.read(LESSON, 4).cells if cell.cell_type == "code"]
with_torch, with_jax = needs("torch", "twin"), needs("jax", "twin")
both = {"PyTorch": with_torch, "JAX": with_jax}
each_library = pytest.mark.parametrize(
    "library", [pytest.param(name, marks=mark) for name, mark in both.items()]
)


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    """The names of the lesson after all of its cells, and what they have printed."""
    patch = pytest.MonkeyPatch()
    patch.setenv("DLFS_ANSWERS", str(tmp_path_factory.mktemp("answers")))
    sitting.start_again()
    names, said = {"__name__": "lesson"}, io.StringIO()
    with contextlib.redirect_stdout(said):
        for source in CELLS:
            exec(compile(source, "<lesson 13>", "exec"), names)
    patch.undo()
    return names, said.getvalue().splitlines()


def changed(old: str, new: str, names: dict) -> dict:
    """The names, with the cells that define a twin run again with another text in them."""
    again = dict(names)
    found = [source for source in CELLS if old in source and "\n    import " in source]
    for source in found:
        exec(source.partition("\nbeside(")[0].replace(old, new), again)
    assert found, f"no cell of a twin has {old}"
    return again


@each_library
def test_where_a_library_is_it_agrees_in_the_lesson(lesson, library):
    lines = [line for line in lesson[1] if line.startswith(library)]
    rule = {"PyTorch": "gradcheck", "JAX": "check_grads"}[library]
    assert lines == [f"{library}, too: 300 losses agree to 1e-9.",
                     f"{library}, too: its {rule} accepts the rule."]  # fmt: skip


SLIPS = {
    "PyTorch": ("in_pytorch", "lr=rate", "lr=rate * (1 + 1e-6)", "rule_in_pytorch", "G * p * (1 - p)"),
    "JAX": ("in_jax", "W - rate * G", "W - 1.000001 * rate * G", "rule_in_jax", "G * p * (1 - p)"),
}


@each_library
def test_a_library_that_does_not_agree_is_an_error(lesson, library):
    program, right, slip, _, _ = SLIPS[library]
    names = changed(right, slip, lesson[0])
    with pytest.raises(AssertionError, match="Not equal to tolerance"):
        lesson[0]["same_losses"](names[program])
    lesson[0]["same_losses"](lesson[0][program])


@each_library
def test_a_wrong_rule_is_refused_by_the_check_of_the_library(lesson, library):
    _, _, _, rule, right = SLIPS[library]
    names = changed(right, "G * p", lesson[0])
    with pytest.raises(Exception, match="(?i)jacobian mismatch|not equal|tolerance|differ"):
        names[rule]()


# What the lesson says of PyTorch


@with_torch
def test_backward_adds_and_a_second_walk_over_one_loss_is_refused():
    import torch

    w = torch.tensor(3.0, requires_grad=True)
    for held in (6, 12):
        J = w * w
        J.backward()
        assert w.grad == held
    with pytest.raises(RuntimeError, match="second time"):
        J.backward()


@with_torch
def test_without_zero_grad_it_does_not_settle(lesson):
    import torch

    names, _ = lesson
    optimizers = {"emptied": torch.optim.SGD, "kept": type(
        "Forgetful", (torch.optim.SGD,), {"zero_grad": lambda self: None})}  # fmt: skip
    for name, optimizer in optimizers.items():
        layers, feeds, _, _ = names["programs"]["perceptron"]
        [[W, b]] = [[torch.tensor(each, requires_grad=True) for each in layer] for layer in layers]
        losses = names["loop"](
            feeds * 20, torch.tensor,
            lambda X, c, W=W, b=b: torch.nn.functional.cross_entropy(X @ W + b, c),
            optimizer([W, b], lr=0.1))  # fmt: skip
        np.testing.assert_allclose(losses[:200], names[name][:200], rtol=1e-9)
        assert (np.ptp(losses[-200:]) > 0.5) == (name == "kept")


@with_torch
def test_what_a_loss_keeps_what_its_item_is_and_what_is_recorded():
    import torch

    w = torch.tensor(3.0, requires_grad=True)
    J = w * w
    assert J.grad_fn is not None and type(J.item()) is float
    assert (w - 0.1 * w).grad_fn is not None
    with torch.no_grad():
        assert (w - 0.1 * w).grad_fn is None


@with_torch
def test_numbers_of_pytorch_have_32_bits_and_its_gradient_check_wants_64():
    import torch

    assert torch.tensor(0.1).dtype == torch.float32
    assert torch.tensor(np.array(0.1)).dtype == torch.float64
    a = torch.tensor([-2.0, 0.5, 3.0], requires_grad=True)
    with pytest.warns(UserWarning, match="double precision"):
        assert not torch.autograd.gradcheck(torch.sigmoid, (a,), raise_exception=False)


@with_torch
@pytest.mark.parametrize("seed", range(20))
def test_the_tensors_of_the_lesson_are_walked_back_as_those_of_pytorch(lesson, seed):
    import torch

    rng = np.random.default_rng(seed)
    starts = [rng.normal(size=(2, 2)) for _ in range(3)]
    ours = [Tensor(start) for start in starts]
    theirs = [torch.tensor(start, requires_grad=True) for start in starts]
    for tensors in (ours, theirs):
        for _ in range(2):
            known, choice = list(tensors), np.random.default_rng(seed)
            for _ in range(6):
                one, other = (known[n] for n in choice.integers(len(known), size=2))
                known.append([one * other, one + other, one @ other][choice.integers(3)])
            J = known[-1] * known[-2]
            if tensors is ours:
                lesson[0]["backward"](total(J))
            else:
                J.sum().backward()
    for own, other in zip(ours, theirs, strict=True):
        wanted = 0.0 if other.grad is None else other.grad.numpy()
        np.testing.assert_allclose(own.grad * np.ones((2, 2)), wanted, rtol=1e-9, atol=1e-9)


# What the lesson says of JAX


@with_jax
def test_numbers_of_jax_have_32_bits_unless_it_is_asked_for_more():
    told = "import jax; print(jax.numpy.asarray(0.1).dtype)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["float32"]


@with_jax
def test_a_question_about_a_value_stops_what_is_being_compiled():
    import jax

    def bent(x):
        return x * x if x > 1 else x

    assert float(jax.grad(bent)(3.0)) == 6
    with pytest.raises(jax.errors.TracerBoolConversionError):
        jax.jit(bent)(3.0)


@with_jax
def test_asked_twice_jax_gives_the_same():
    import jax

    slope = jax.grad(lambda w: w * w)
    assert float(slope(3.0)) == float(slope(3.0)) == 6
