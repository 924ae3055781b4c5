"""What a program looks like, which programs are kept, and what a run costs."""

import ast
import subprocess
import sys

import numpy as np
import pytest

import dlfs
from dlfs.compiled import programs
from dlfs.compiled.recording import NotRecordable, Recorded, Tape, Value, plain
from tools.bench.costs import bytes_of
from tests.engine.helpers import counting, refusal
from tests.engine.program_rules import (
    CLASSES,
    POINTS,
    assert_compiled_like_plain,
    assert_same,
    compiled_after,
    perceptron,
    plain_runs_of,
    runs,
)

descent = dlfs.GradientDescentOptimizer


# ---------------------------------------------------------------- the text


def test_the_text_has_the_three_sections_and_the_learners_names():
    feed, W, b, J = perceptron()
    source = dlfs.Session().program([J, descent(0.5).minimize(J)], feed).source
    titles = [line.strip() for line in source.splitlines() if line.strip().startswith("# ")]
    assert [title for title in titles if title in ("# forward", "# backward", "# update")] == [
        "# forward", "# backward", "# update",
    ]  # fmt: skip
    # Whoever has one line needs no title.
    assert [title for title in titles if " = " in title] == [
        "# softmax_cross_entropy_1 = softmax_cross_entropy(add_1, c)",
        "# J = reduce_mean(softmax_cross_entropy_1)",
    ]
    for line in (
        "def run(X, c, W, b, d_W, d_b, learning_rate):",
        "np.dot(X, W, out=add_1)",
        "np.add(add_1, b, out=add_1)",
        "np.dot(X.T, d_add_1, out=d_W)",
        "np.multiply(d_W, learning_rate, out=d_W)",
        "np.subtract(W, d_W, out=d_W)",
        "return [J, None]",
    ):
        assert line in source
    assert "d_X" not in source and "d_c" not in source  # nobody asked for the gradients of the data
    assert max(map(len, source.splitlines())) <= 88
    assert source.isascii()


def test_the_text_is_a_program_that_runs_by_itself():
    feed, W, b, J = perceptron()
    step = descent(0.5).minimize(J)
    program = dlfs.Session().program([J, step], feed)
    names = dict(program.constants)
    exec(program.source, names)
    now, then, losses = [np.zeros((2, 2)), np.zeros(2)], [np.empty((2, 2)), np.empty(2)], []
    for _ in range(3):
        losses.append(names["run"](POINTS, CLASSES, *now, *then, 0.5)[0])
        now, then = then, now
    expected = [dlfs.Session().run([J, step], feed)[0] for _ in range(3)]
    assert_same(np.array(losses), np.array(expected))
    assert_same(now[0], np.array(W.value))


def test_a_run_without_a_step_is_a_forward_pass_alone():
    feed, W, b, J = perceptron()
    source = dlfs.Session().program(J, feed).source
    assert "# forward" in source
    assert "# backward" not in source and "# update" not in source and "learning" not in source


def test_a_value_that_is_read_again_keeps_its_array():
    X, W = dlfs.placeholder("X"), dlfs.Variable(np.ones((2, 2)), "W")
    a = dlfs.matmul(X, W, name="a")
    h = dlfs.relu(a, name="h")
    J = dlfs.reduce_sum(dlfs.tanh(h, name="y"), name="J")
    feed, step = {X: np.ones((3, 2))}, descent(0.5).minimize(J)
    source = dlfs.Session().program([J, step], feed).source
    assert "np.dot(X, W, out=h)" in source and "np.maximum(h, 0, out=h)" in source
    assert "np.tanh(h, out=y)" in source  # relu's gradient looks at h again
    assert "a = np.empty" not in source
    source = dlfs.Session().program([J, step, a], feed).source
    assert "np.dot(X, W, out=a)" in source and "np.maximum(a, 0, out=h)" in source


def test_a_step_goes_into_the_array_of_its_gradient():
    feed, W, b, J = perceptron()
    program = dlfs.Session().program([J, descent(0.5).minimize(J)], feed)
    assert "np.multiply(d_W, learning_rate, out=d_W)" in program.source
    assert program.source.count("np.empty((2, 2))") == 0


def test_asking_for_a_program_changes_no_variable():
    feed, W, b, J = perceptron()
    for session in (dlfs.Session(), dlfs.Session(compiled=True)):
        session.program([J, descent(0.5).minimize(J)], feed)
        assert not W.value.any() and not b.value.any()


def test_two_steps_have_a_backward_section_each():
    v, w = dlfs.Variable(2.0, "v"), dlfs.Variable(3.0, "w")
    losses = [dlfs.exp(v * w, name="first"), dlfs.multiply(v * v, w, name="second")]
    source = dlfs.Session().program([descent(0.1).minimize(J) for J in losses]).source
    assert "# backward from first" in source and "# backward from second" in source
    assert "learning_rate_2" in source


HOSTILE = [
    "x; import os", "a\nimport os", "class", "None", "np", "run", "print", "learning_rate",
    "subtract", "1", "", "_", "η", "ﬁ", "fi", "x.y", "__import__('os')", "'); import os; ('",
    "d_W", "a" * 500, "column", "per_row", "lowest", "{out}", "%s",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_a_node_is_called_the_text_has_plain_names(name):
    feed, W, b, J = perceptron()
    X, _ = feed
    for node in (*feed, W, b, J, *W.graph.nodes):
        node.name = name
    step, session = descent(0.5).minimize(J), dlfs.Session(compiled=True)
    values = compiled_after(session, [J, step, W, X], feed)
    tree = ast.parse(session.program([J, step, W, X], feed).source)
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)][1:]
    assert all(n.asname == "np" for n in tree.body[0].names)
    other_feed, _, _, other_J = perceptron()
    fetches = [other_J, descent(0.5).minimize(other_J)]
    assert_same(values[0], runs(dlfs.Session(), fetches, [other_feed] * 3)[-1][0])


def test_the_check_of_imports_finds_a_name_that_is_code():
    source = "import numpy as np\nx = 1\nimport os\n"
    assert [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Import)][1:]


def test_constants_are_bound_and_not_written_out():
    big = np.arange(10_000.0) + 0.123456789
    x = dlfs.Variable(np.ones(10_000))
    y = dlfs.reduce_sum(x * big * 0.987654321)
    source = dlfs.Session().program(y).source
    assert "123456789" not in source and "0.98765" not in source
    assert compiled_after(dlfs.Session(compiled=True), y) == pytest.approx(big.sum() * 0.987654321)


def test_the_lowest_of_all_numbers_has_its_name_in_the_text():
    logits = dlfs.placeholder("logits")
    J = dlfs.softmax_cross_entropy(logits, [1.0, 0.0])
    program = dlfs.Session().program(J, {logits: np.ones(2)})
    assert ", lowest, out=" in program.source
    assert program.constants["lowest"] == -np.finfo(float).max


def test_one_number_in_two_dtypes_stays_two_constants():
    def build():
        x = dlfs.placeholder("x")
        products = [x * dlfs.constant(kind(0.75)) for kind in (np.float32, np.float64)]
        return products, {x: np.float32([0.1, 0.7])}, dlfs.reduce_sum(products[1])

    assert_compiled_like_plain(build)


# ---------------------------------------------------------------- the programs that are kept


@pytest.mark.parametrize("ones", [1.0, np.ones(2)])
def test_a_factor_of_one_is_not_written_on_whichever_side_it_stands(ones):
    w = dlfs.Variable([1.0, 2.0], "w")
    for product, sign in ((ones * w, ""), (w * ones, ""), (-ones * w, "-"), (w * -ones, "-")):
        source = dlfs.Session().program(product).source
        assert "multiply(" not in source and ("np.negative(w" in source) == (sign == "-")


def test_a_feed_of_another_shape_or_dtype_has_a_program_of_its_own():
    x, session = dlfs.placeholder("x"), dlfs.Session(compiled=True)
    y = dlfs.reduce_sum(x * x)
    feeds = [np.ones(3), np.ones((2, 3)), np.ones(3, np.float32)]
    programs = [session.program(y, {x: feed}) for feed in feeds]
    assert len(set(programs)) == 3
    for _ in range(3):
        for feed, expected, program in zip(feeds, (3, 6, 3), programs):
            value = session.run(y, {x: feed})
            assert value == expected and value.dtype == feed.dtype
            assert session.program(y, {x: feed}) is program


def test_lists_numbers_and_other_arrays_can_be_fed_to_a_compiled_run():
    x, session = dlfs.placeholder("x"), dlfs.Session(compiled=True)
    y = x * 2
    for value in ([1, 2, 3], (1.0, 2.0, 3.0), np.arange(1, 4), np.array([1.0, 2, 3], ">f8")):
        for _ in range(2):
            np.testing.assert_array_equal(session.run(y, {x: value}), [2, 4, 6])
    for value in (3, True, np.float64(3), np.array(3.0)):
        assert session.run(y, {x: value}) == 2 * value
    backwards = np.array([3.0, 2.0, 1.0])[::-1]
    np.testing.assert_array_equal(session.run(y, {x: backwards}), [2, 4, 6])


@pytest.mark.parametrize("kinds", [33, 40, 64])
def test_so_many_kinds_in_turn_are_all_compiled(kinds):
    x, session = dlfs.placeholder("x"), dlfs.Session(compiled=True)
    y = dlfs.reduce_sum(x)
    feeds = [{x: np.ones(n)} for n in range(kinds)]
    assert plain_runs_of(session, y, feeds * 2) == 2 * kinds
    assert runs(session, y, feeds) == [*range(kinds)]
    assert plain_runs_of(session, y, feeds) == 0 == session.plain_runs


def test_more_kinds_in_turn_than_are_kept_write_no_programs_in_vain(monkeypatch):
    x, session = dlfs.placeholder("x"), dlfs.Session(compiled=True)
    y, feeds = dlfs.reduce_sum(x), [{x: np.ones(n)} for n in range(100)]
    monkeypatch.setattr(programs, "Program", counted := counting(programs.Program)[0])
    with pytest.warns(programs.StaysPlain, match="more than 64 kinds of run"):
        runs(session, y, feeds * 3)
    monkeypatch.setattr(programs, "Program", written := [])
    assert plain_runs_of(session, y, feeds) == 36 and written == []
    assert session.plain_runs == 36 * 3 and counted


def test_after_a_thousand_runs_the_program_used_longest_ago_makes_room():
    x, session = dlfs.placeholder("x"), dlfs.Session(compiled=True)
    y = dlfs.reduce_sum(x)
    runs(session, y, [{x: np.ones(n)} for n in range(64)] * 3)
    runs(session, y, [{x: np.ones(n)} for n in range(1, 64)] * 16)
    assert plain_runs_of(session, y, [{x: np.ones(99)}] * 3) == 2
    assert plain_runs_of(session, y, [{x: np.ones(n)} for n in range(1, 64)]) == 0
    assert plain_runs_of(session, y, [{x: np.ones(0)}]) == 1
    runs(session, y, [{x: np.ones(n)} for n in range(2, 64)] * 17)
    assert plain_runs_of(session, y, [{x: np.ones(100)}] * 3) == 2


def test_a_program_that_is_asked_for_again_and_again_is_kept_once():
    W, session = dlfs.Variable([1.0, 2.0]), dlfs.Session(compiled=True)
    step = descent(0.1).minimize(dlfs.reduce_sum(dlfs.tanh(W)))
    written = {session.program(step)}
    with dlfs.registered(dlfs.tanh, lambda op, G: G):
        written.add(session.program(step))
    written.add(session.program(step))
    assert len(written) == 3 and len(session._programs._compiled) == 1
    assert "nothing is fetched" in refusal(lambda: session.program([]), dlfs.GraphError)


def test_a_kind_that_comes_once_is_never_written(monkeypatch):
    monkeypatch.setattr(programs, "Program", None)
    x, session = dlfs.Variable(1.0), dlfs.Session(compiled=True)
    for _ in range(1100):
        session.run(x + 1)
    assert len(session._programs._kinds) <= 1024 and session.plain_runs == 0


def test_a_kind_that_is_compiled_is_found_by_its_nodes_alone(monkeypatch):
    x, session = dlfs.placeholder("x"), dlfs.Session(compiled=True)
    y, feeds = dlfs.reduce_sum(x), [{x: np.ones(2)}] * 4
    runs(session, y, feeds)
    monkeypatch.setattr(session._programs, "_kind", None)
    assert runs(session, y, feeds) == [2] * 4


def test_the_forms_of_fetches_are_those_of_the_plain_session():
    x = dlfs.Variable(2.0)
    y = x + 1
    session = dlfs.Session(compiled=True)
    for _ in range(4):
        assert session.run([x, y]) == [2, 3]
        assert session.run((x, y)) == (2, 3)
        assert session.run({"x": x, "y": y}) == {"x": 2, "y": 3}
        assert session.run(y) == 3
        assert session.run([y, y]) == [3, 3]
        assert session.run([]) == [] and session.run({}) == {} and session.run(()) == ()
        assert isinstance(session.run(dlfs.reduce_sum([1.0, 2.0])), float)
        assert session.run(dlfs.constant([1.0, 2.0])).tolist() == [1, 2]


@pytest.mark.parametrize("write", [
    lambda x: np.add(x, 1, out=np.empty(3)), lambda x: np.add.at(x, [0], 1), lambda x: np.modf(x),
    lambda x: np.divmod(x, 2),
], ids=["out", "at", "modf", "divmod"])  # fmt: skip
def test_what_writes_where_it_is_told_to_or_gives_two_arrays_is_not_recorded(write):
    tape = Tape()
    x = Recorded(tape, Value(np.arange(3.0), "x"))
    assert plain(np.add(x, 1)).tolist() == [1, 2, 3] and len(tape.calls) == 1
    with pytest.raises(NotRecordable, match="writes where it is told to"):
        write(x)
    assert len(tape.calls) == 1


def test_a_run_of_too_many_operations_stays_plain():
    y = dlfs.Variable(1.0)
    for _ in range(20_000):
        y = -y
    session = dlfs.Session(compiled=True)
    session._run, plain_runs = counting(session._run)
    with pytest.warns(programs.StaysPlain, match="20,000 operations") as said:
        assert runs(session, y, [None] * 4) == [1, 1, 1, 1]
    assert len(plain_runs) == 4 and session.plain_runs == 3
    assert said[0].filename == runs.__code__.co_filename  # the line that calls session.run
    assert "20,000 operations" in refusal(lambda: session.program(y), dlfs.GraphError)


def test_a_long_program_runs():
    x = y = dlfs.Variable(1.0)
    for _ in range(5_000):
        y = y + x
    step = descent(1.0).minimize(y)
    compiled_after(dlfs.Session(compiled=True), [y, step], count=3)
    assert x.value == 1 - 3 * 5001


# ---------------------------------------------------------------- what it costs


def test_the_memory_of_a_step_is_that_of_its_values_gradients_and_one_scratch_set():
    X, c = dlfs.placeholder("X"), dlfs.placeholder("c")
    rng = np.random.default_rng(0)
    W1, W2 = dlfs.Variable(rng.normal(size=(50, 30))), dlfs.Variable(rng.normal(size=(30, 10)))
    h = dlfs.relu(X @ W1)
    J = dlfs.reduce_mean(dlfs.softmax_cross_entropy(h @ W2, c))
    feed = {X: rng.normal(size=(20, 50)), c: np.eye(10)[rng.integers(10, size=20)]}
    step = descent(0.1).minimize(J)
    program = dlfs.Session().program([J, step], feed)
    values = [n.output.nbytes for n in dlfs.graph.order_of(J) if isinstance(n, dlfs.Operation)]
    gradients = [G.nbytes for G in dlfs.compute_gradients(J, feed).values()]
    scratch = 2 * 20 * 10 * 8 + 4 * 20 * 8 + 20 * 30
    assert 0 < bytes_of(program, step) <= sum(values) + sum(gradients) + scratch


GROWTH = """
import tracemalloc, numpy as np, dlfs
X, W = dlfs.placeholder("X"), dlfs.Variable(np.ones((20, 20)))
J = dlfs.reduce_sum(dlfs.tanh(X @ W))
step = dlfs.GradientDescentOptimizer(1e-6).minimize(J)
session, feed = dlfs.Session(compiled=True), {X: np.ones((20, 20))}

def run(times):
    for _ in range(times):
        session.run([J, step], feed)

run(100)
tracemalloc.start()
run(100)
before = tracemalloc.get_traced_memory()[0]
run(10_000)
tracemalloc.reset_peak()
run(100)
now, peak = tracemalloc.get_traced_memory()
print(now - before, peak - before)
"""


def output_of(code):
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_ten_thousand_steps_take_no_more_memory_than_a_hundred():
    grown, peak = map(int, output_of(GROWTH).split())
    # One array of this program alone has 3,200 bytes.
    assert grown < 1_600 and peak < 10_000


def test_the_measure_of_memory_finds_what_is_kept():
    keeping = "history.append(session.run([J, W, step], feed))"
    leaking = "history = []\n" + GROWTH.replace("session.run([J, step], feed)", keeping)
    grown, _ = map(int, output_of(leaking).split())
    assert grown > 1_000_000


LOADED = "print([m for m in sys.modules if m.startswith('dlfs.compiled')])"


def test_the_program_is_loaded_on_first_use_only():
    assert output_of(f"import sys, dlfs; dlfs.Session(); {LOADED}") == "[]"
    code = f"import sys, dlfs; dlfs.Session(compiled=True); {LOADED}"
    assert "dlfs.compiled.programs" in output_of(code)
