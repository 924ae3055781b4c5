"""Mutants prove the probes: each is told from what is right, or listed with the reason why not."""

import ast
import dataclasses
import inspect

import pytest

from dlfs.classroom import lessons
from dlfs.classroom.checking.mutants import KINDS, mutants_of, pairs_of, sentence_of
from tests.classroom.equivalent_mutants import EQUIVALENT
from tests.classroom.mutation import FUNCTIONS, survivors

each = pytest.mark.parametrize


def excused(name):
    return {change for changes in EQUIVALENT.get(name, {}).values() for change in changes}


@each("exercise", FUNCTIONS, ids=[item.id for item in FUNCTIONS])
def test_no_mutant_of_a_solution_passes_that_is_not_equivalent(exercise):
    assert set(survivors(exercise)) - excused(exercise.id) == set()


@each("exercise", FUNCTIONS, ids=[item.id for item in FUNCTIONS])
def test_a_mutant_that_is_excused_does_pass(exercise):
    assert excused(exercise.id) - set(survivors(exercise)) == set()


def test_without_the_drawn_probes_mutants_pass():
    exercise = lessons.find_exercise("sigmoid-rule")
    poor = dataclasses.replace(exercise, probes=lambda: exercise.probes()[:1], drawn=())
    assert set(survivors(poor)) - excused(exercise.id)


# The kinds

CHANGES = {
    "transpose missing": ("G @ B.T", "G @ B"),
    "transpose too many": ("G @ B", "G @ B.T"),
    "axis": ("np.sum(a, axis=1)", "np.sum(a, axis=0)"),
    "keepdims": ("np.sum(a, axis=1, keepdims=True)", "np.sum(a, axis=1)"),
    "mean and sum": ("a.mean(axis=0)", "a.sum(axis=0)"),
    "summary": ("np.max(a)", "np.min(a)"),
    "consumers": ("node.input_nodes", "node.consumers"),
    "in and out": ("op.output * G", "op.inputs[0] * G"),
    "changed in place": ("x - y", "__import__('operator').isub(x, y)"),
    "size for sign": ("x - y", "x - abs(y)"),
    "rounded": ("x - y", "np.round(x) - y"),
    "small number": ("np.log(p)", "np.log(p + 1e-09)"),
    "minus missing": ("np.exp(-a)", "np.exp(a)"),
    "minus too many": ("np.exp(a)", "np.exp(-a)"),
    "sign": ("x - y", "x + y"),
    "matrix product": ("G @ B", "G * B"),
    "quotient": ("x * y", "x / y"),
    "sum and product": ("x * y", "x + y"),
    "factor missing": ("x * y", "y"),
    "factor twice": ("x * y", "x * y * y"),
    "division missing": ("x / y", "x"),
    "exponent missing": ("x ** 2", "x"),
    "term missing": ("x + y", "x"),
    "term twice": ("x + y", "x + y + y"),
    "exchanged": ("x - y", "y - x"),
    "function exchanged": ("np.exp(a)", "np.log(a)"),
    "function missing": ("np.exp(a)", "a"),
    "condition missing": ("[n for n in x if n > 0]", "[n for n in x]"),
    "condition turned": ("x if x > 0 else y", "x if x >= 0 else y"),
    "old or other value": ("x + x * y", "x + y * y"),
    "entry": ("x[0]", "x[-1]"),
    "reversed": ("x[::-1]", "x"),
    "part of the input": ("[x, y]", "[x]"),
    "loop short": ("[x for n in range(y)]", "[x for n in range(y - 1)]"),
    "loop long": ("[x for n in range(y)]", "[x for n in range(y + 1)]"),
    "number": ("x + 2", "x + 3"),
    "brackets": ("x * (y - a)", "x * y - a"),
    "factor too many": ("x * y", "x * y * a"),
    "function twice": ("np.exp(a)", "np.exp(np.exp(a))"),
}


@each("kind, change", CHANGES.items(), ids=CHANGES)
def test_a_kind_makes_its_change(kind, change):
    before, after = (f"def f(x, y, a, p, G, B, node, op):\n    return {text}" for text in change)
    found = [mutant.kind for mutant in mutants_of(before)
             if mutant.source == ast.unparse(ast.parse(after))]  # fmt: skip
    assert kind in found


LOOP = """def f(xs):
    total = []
    seen = 0
    for x in xs:
        if x:
            total += x
        seen += 1
    return total
"""


@each("kind, line", [
    ("replaced", "total = x"), ("state kept", "total = globals().setdefault('_kept_total', [])"),
    ("early return", "seen += 1\n        return total"), ("step missing", "pass"),
    ("nothing returned", "\n    total"), ("steps exchanged", "seen = 0\n    total = []"),
    ("loop short", "for x in list(xs)[1:]:"), ("reversed", "for x in list(xs)[::-1]:"),
    ("condition missing", "for x in xs:\n        total += x"),
    ("condition turned", "if not x:"), ("sign", "total -= x"),
])  # fmt: skip
def test_a_kind_changes_its_statement(kind, line):
    assert any(line in mutant.source for mutant in mutants_of(LOOP) if mutant.kind == kind)


def test_what_belongs_to_an_object_can_move_to_its_class():
    source = "class C:\n    def __init__(self, a):\n        self.a = a\n"
    assert any("type(self).a = a" in mutant.source for mutant in mutants_of(source)
               if mutant.kind == "state in the class")  # fmt: skip


def test_every_kind_is_tried_here():
    elsewhere = {"replaced", "state kept", "early return", "step missing", "nothing returned",
                 "steps exchanged", "state in the class"}
    assert set(CHANGES) | elsewhere == set(KINDS)


def test_a_mutant_knows_its_line_and_its_place():
    source = "def f(A, G):\n    B = A + 1\n    return G @ A.T\n"
    mutant = next(each for each in mutants_of(source) if each.kind == "transpose missing")
    assert (mutant.line, mutant.place) == (3, "return G @ ...")
    assert mutant.sentence == "A transpose is missing."


@each("exercise", FUNCTIONS, ids=[item.id for item in FUNCTIONS])
def test_mutants_are_programs_none_twice_and_none_the_original(exercise):
    source = inspect.getsource(exercise.reference)
    sources = [mutant.source for mutant in mutants_of(source)]
    for text in sources:
        compile(text, "<mutant>", "exec")
    assert len(set(sources)) == len(sources) > 3
    assert [mutant.source for mutant in mutants_of(source)] == sources


def test_a_pair_has_two_changes_and_two_sentences():
    pair = next(mutant for mutant in pairs_of("def f(A, B, G):\n    return [G @ B.T, A.T @ G]\n")
                if mutant.kind == "transpose missing + transpose missing")  # fmt: skip
    assert "[G @ B, A @ G]" in pair.source
    assert pair.sentence == "At two places a transpose is missing."


def test_kinds_that_cannot_be_told_apart_are_said_together():
    assert sentence_of(["axis"]) == "What is added up goes over the wrong axis."
    assert sentence_of(["sign", "exchanged"]) == (
        "It behaves as if one of these were so: a sign is wrong: plus and minus are exchanged, or "
        "two things are exchanged whose order matters.")
