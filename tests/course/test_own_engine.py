"""The engine that the lessons build piece by piece: one file, the library in small."""

import ast
import importlib.util
import re
import subprocess
import sys

import numpy as np
import pytest

import dlfs
from dlfs.classroom import data
from dlfs.classroom.engine.parts import (
    is_proof, parts_of, reference_parts, reference_text, text_of,
)  # fmt: skip
from tools.course import NOTEBOOKS

FILE = NOTEBOOKS / "instructor" / "engine.py"


def engine():
    """The engine as a module of its own, fresh."""
    spec = importlib.util.spec_from_file_location("own_engine", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def perceptron(library, points, classes):
    with library.Graph().as_default():
        X, c = library.placeholder("X"), library.placeholder("c")
        W, b = library.Variable(np.zeros((2, 2)), "W"), library.Variable(np.zeros(2), "b")
        J = library.reduce_mean(library.softmax_cross_entropy(X @ W + b, c))
        step = library.GradientDescentOptimizer(1.0).minimize(J)
    return J, step, {X: points, c: classes}


def xor(library, seed, width):
    rng = np.random.default_rng(seed)
    shapes = ((2, width), (width,), (width, 2), (2,))
    starts = [rng.standard_normal(s) if len(s) == 2 else np.zeros(s) for s in shapes]
    with library.Graph().as_default():
        X, c = library.placeholder("X"), library.placeholder("c")
        W1, b1, W2, b2 = (library.Variable(start) for start in starts)
        logits = library.tanh(X @ W1 + b1) @ W2 + b2
        J = library.reduce_mean(library.softmax_cross_entropy(logits, c))
        step = library.GradientDescentOptimizer(0.5).minimize(J)
    points = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    return J, step, {X: points, c: np.eye(2)[[0, 1, 1, 0]]}


def losses(library, problem, steps):
    J, step, feed = problem
    session = library.Session()
    return np.array([session.run([J, step], feed)[0] for _ in range(steps)])


def test_it_needs_numpy_alone():
    imported = [node for node in ast.walk(ast.parse(reference_text()))
                if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imported] == ["import numpy as np"]


def test_it_trains_the_perceptron_with_the_curve_of_the_library():
    ours, own = engine(), data.overlapping()
    wanted = losses(dlfs, perceptron(dlfs, *own), 31)
    np.testing.assert_allclose(losses(ours, perceptron(ours, *own), 31), wanted, atol=1e-12)
    X, c, _, _, J = ours.perceptron()
    minimize = ours.GradientDescentOptimizer(1.0).minimize(J)
    points, classes = ours.overlapping()
    found = ours.train(J, minimize, {X: points, c: classes}, 31)
    np.testing.assert_allclose(found, wanted, atol=1e-12)


@pytest.mark.parametrize("width", [2, 3, 4])
def test_it_trains_xor_with_the_curve_of_the_library(width):
    ours = engine()
    wanted = losses(dlfs, xor(dlfs, width, width), 501)
    found, margin = ours.train_xor(width, seed=width, steps=501)
    assert (margin > 0) == (wanted[-1] < np.log(2) / 2)
    np.testing.assert_allclose(found, wanted, atol=1e-12)
    np.testing.assert_allclose(losses(ours, xor(ours, width, width), 501), wanted, atol=1e-12)


def random_loss(library, rng):
    """A random graph of what both have, with broadcasting, strangers and nodes used twice."""
    with library.Graph().as_default():
        nodes = [library.Variable(rng.normal(size=s)) for s in ((3, 3), (3,), (1, 3), (3, 1), ())]
        variables = list(nodes)
        for _ in range(8):
            a, b = (nodes[i] for i in rng.integers(len(nodes), size=2))
            built = (a + b, a * b, library.negative(a), library.sigmoid(a), library.tanh(b))
            nodes.append(built[rng.integers(len(built))])
        J = library.reduce_mean(nodes[-1] + nodes[0] @ nodes[0])
    return J, variables


def test_on_random_graphs_it_has_the_gradients_of_the_library():
    ours = engine()
    for seed in range(200):
        J, variables = random_loss(ours, np.random.default_rng(seed))
        K, others = random_loss(dlfs, np.random.default_rng(seed))
        found, wanted = ours.compute_gradients(J), dlfs.compute_gradients(K)
        for variable, other in zip(variables, others, strict=True):
            assert (variable in found) == (other in wanted)
            if other in wanted:
                np.testing.assert_allclose(found[variable], wanted[other], rtol=1e-9, atol=1e-12)


def test_its_names_are_those_of_the_library():
    public = {name for name, (lesson, _) in reference_parts().items() if hasattr(dlfs, name)}
    assert {"Graph", "Session", "Operation", "compute_gradients", "RegisterGradient"} < public
    assert {"GradientDescentOptimizer", "gradient_check", "softmax_cross_entropy"} < public


def test_every_lesson_from_1_to_9_has_a_piece_with_a_proof():
    lessons = [lesson for lesson, _ in reference_parts().values()]
    assert lessons == sorted(lessons) and set(lessons) == set(range(10))
    proofs = [name for name in reference_parts() if is_proof(name)]
    assert proofs == [f"proof {lesson}" for lesson in range(1, 10)]


def test_run_as_a_program_it_says_a_line_for_each_lesson():
    done = subprocess.run([sys.executable, "-W", "error", str(FILE)], capture_output=True,
                          text=True, encoding="utf-8", check=True)  # fmt: skip
    said = done.stdout.splitlines()
    assert [line[:9] for line in said] == [f"lesson {lesson}:" for lesson in range(1, 10)]
    first, last = map(float, re.findall(r"\d\.\d{4}", said[7]))
    assert first > 0.6 and last < 0.4
    solved, runs = map(int, re.findall(r"(\d+) of (\d+)", said[8])[0])
    assert 10 < solved < runs == 20
    assert not done.stderr


def test_each_piece_runs_without_the_later_ones():
    for lesson in range(1, 10):
        early = [part for number, part in reference_parts().values() if number <= lesson]
        exec(compile(text_of(early), "engine.py", "exec"), {"__name__": "engine"})


def test_cut_into_parts_and_put_together_it_is_the_same_text():
    assert text_of(parts_of(reference_text())) == reference_text()


def test_a_step_trains_though_another_model_of_its_graph_was_never_run():
    ours = engine()
    with ours.Graph().as_default():
        ours.placeholder("never fed")
        x, w = ours.placeholder("x"), ours.Variable(3.0)
        J = w * w * x
        minimize = ours.GradientDescentOptimizer(0.1).minimize(J)
    assert ours.Session().run([J, minimize], {x: 2.0}) == [18, 18]
    np.testing.assert_allclose(w.value, 3 - 0.1 * 12)
