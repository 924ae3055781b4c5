"""The reader: numbers and arithmetic as people write them, and nothing else."""

import ast
import math
import operator
import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlfs.classroom.asking import expressions
from dlfs.classroom.asking.numerals import Number
from dlfs.classroom.asking.reading import (
    ANY_FORM, LONGEST, Form, cleaned, label_pattern, read, read_numbers, strange_word,
)  # fmt: skip

each = pytest.mark.parametrize
ONE = Form(dressing=ANY_FORM)


def values(answer, form=ONE):
    return [number.value for (number,) in read(answer, form)]


NUMERALS = {
    "2.59": 2.59, "2,59": 2.59, ".5": 0.5, "-.5": -0.5, ",5": 0.5, "+3": 3, "- 2": -2, "5.": 5,
    "1/2": 0.5, "-1/4": -0.25, "2,5 / 5": 0.5, "39 deg": 39, "39\u00b0": 39, "16 %": 0.16,
    "1e-5": 1e-5, "1E5": 1e5, "10^-5": 1e-5, "2**20": 2**20, "3 x 10^4": 3e4, "2 097 151": 2097151,
    "2,097,151": 2097151, "2'097'151": 2097151, "2_097_151": 2097151, "2.097.151": 2097151,
    "1,048,576.5": 1048576.5, "1.048.576,5": 1048576.5, "\u22123": -3, "007": 7, "1.e-05": 1e-5,
    "2\u202f097\u202f151": 2097151, "x = 2.4": 2.4, "~ 44": 44, "44 steps": 44,
    "\uff10\uff0e\uff15": 0.5, "\u2014\u202f4": -4, "1\u00d710^-3": 1e-3,
    "3\u00b710\u207b\u00b3": 3e-3,
}
ARITHMETIC = {
    "log 10": math.log(10), "ln(2)": math.log(2), "5/sqrt(2)": 5 / 2**0.5, "1.1^10": 1.1**10,
    "2^21-1": 2097151, "1 - .84": 0.16, "e/(1+e)": math.e / (1 + math.e), "-2+3": 1,
    "2 ln 2": 2 * math.log(2), "5 sqrt 2": 5 * 2**0.5, "2 pi": 2 * math.pi, "-2^2": -4,
    "2^3^2": 512, "2^-1": 0.5, "-(-2)": 2, "5 - -2": 7, "(1+2)(3)": 9, "(1+1)3": 6,
    "exp -1": 1 / math.e,
    "sqrt 16/2": 2, "ln 2^3": math.log(8), "ln e^2": 2, "log10(1000)": 3, "log_2 8": 3,
    "log10": math.log(10), "ln2": math.log(2), "log2(8)": 3, "10 log_10 100": 20, "50%": 0.5,
    "100% - 84%": 0.16, "1,5 * 2": 3, "1 048 576 * 2": 2097152, "2\u00b2\u00b9-1": 2097151,
    "\u221a2": 2**0.5, "5/\u221a2": 5 / 2**0.5, "\u00bd": 0.5, "2\u00bd": 2.5, "1 1/2": 1.5,
    "\\frac{5}{\\sqrt{2}}": 5 / 2**0.5, "$\\ln 2$": math.log(2), "0.1 + 0.2 - 0.3": 0,
    "np.sqrt(2)": 2**0.5, "math.log(2)": math.log(2), "10 * (1 - 2*0.1)": 8,
}
WORDS = {
    "half": 0.5, "one half": 0.5, "a half": 0.5, "three quarters": 0.75, "three-quarters": 0.75,
    "a quarter": 0.25, "two thirds": 2 / 3, "one tenth": 0.1, "two and a half": 2.5, "none": 0,
    "Zero": 0, "twenty": 20, "twenty-one": 21, "twelve": 12, "minus two": -2, "2 million": 2e6,
    "a hundred": 100, "two hundred": 200, "zero point five": 0.5, "five percent": 0.05,
    "about 75 %": 0.75, "one in ten": 0.1, "37 out of 50": 0.74, "37 of the 50": 0.74,
    "square root of 2": 2**0.5, "natural log of 2": math.log(2), "3 squared": 9,
    "5 over sqrt 2": 5 / 2**0.5, "10 to the power of minus 5": 1e-5, "10 divided by 4": 2.5,
    "3 times 4": 12, "zwanzig": 20, "e to the -1": 1 / math.e,
}
SENTENCES = {
    "it is 4": 4, "It's 4.": 4, "I think 0.5": 0.5, "the answer is 4": 4, "4 is my answer": 4,
    "eta < 0.5": 0.5, "\u03b7 < 0.5": 0.5, "0.5 >= eta": 0.5, "below 0.5": 0.5,
    "less than 1/2": 0.5,
    "roughly 2.6": 2.6, "\u2248 2.6": 2.6, "ca. 2.6": 2.6, "1 - .84 = .16": 0.16, "f(3) = 9": 9,
    "ln 10 \u2248 2.303": 2.303, "0.693 (ln 2)": 0.693, "0.5 (1/2)": 0.5, "0.5 or 1/2": 0.5,
    "4 (exact)": 4, "c'est 4": 4, "ich denke 4": 4, "so, 4": 4, "It is 4!": 4, "`4`": 4, '"4"': 4,
    "np.float64(2.59)": 2.59, "array([2.])": 2, "[4]": 4, "(4,)": 4, "tensor(2.5)": 2.5,
    ">>> 4": 4, "Out[3]: 4": 4, "4\n": 4, "dz/dx = 1": 1,
}


@each("text, value", [*NUMERALS.items(), *ARITHMETIC.items(), *WORDS.items(), *SENTENCES.items()])
def test_a_number_is_read_the_way_people_write_it(text, value):
    assert values(text)[0] == pytest.approx(value, rel=1e-12, abs=1e-300)


def test_a_text_with_two_meanings_has_two_readings():
    assert values("1,159") == [1.159, 1159]
    assert values("0,123") == [0.123]
    assert values("2.097") == [2.097]
    assert values("ln 1/2") == [0, math.log(0.5)]
    assert values("2 of 3") == [pytest.approx(2 / 3), 2]
    assert values("1,159 * 2") == [2.318, 2318]
    assert values("5!") == [5, 120]


@each("text", [
    "", " ", "abc", "1/0", "1//2", "2,5,1", "1 2", "--1", "+-1", "1e99999", "10^99999", "nan",
    "inf", "__import__('os')", "9" * 400, "e5", ".", ",", "-", "1,0000,000", "0x10", "1 +", "(1",
    "1)", "()", "sqrt", "sqrt()", "sqrt(-1)", "log 0", "(-8)^(1/3)", "0^-1", "9**9**9", "exp(1000)",
    "not 4", "isn't 4", "4 or 5", "banana", "2 apples", "x", "2x", "4 x", "no idea", "5 4", "a.b",
    "1 if 1 else 2", "[1 for x in y]", "1j", "True", "1_", "2^2%^3",
    "\u0664", "\u56db", "4 \U0001f600", "1\0", "1; 2", "1\n2", "log(2,3,4)",
])  # fmt: skip
def test_what_is_no_number_is_not_read(text):
    assert read(text, ONE) == ()


@each("value", [44, 44.0, np.float32(44), np.int64(44), np.array(44.0), np.array([44]), [44],
                (44,), [[44]], "44", ["44"], Fraction(44), Decimal(44)])  # fmt: skip
def test_a_number_of_python_or_numpy_is_read(value):
    assert values(value) == [44]


@each("value", [True, None, 1j, float("nan"), float("inf"), 10**400, Fraction(10**400), {}, object,
                [1, 2], [], np.zeros(0), np.zeros(10**6), "4" * 10**6, b"4"])  # fmt: skip
def test_a_value_that_is_no_number_is_not_read(value):
    assert read(value, ONE) == ()


def test_a_list_that_holds_itself_is_not_read():
    endless = []
    endless.append(endless)
    assert read(endless, ONE) == ()


@each("text", ["-2, 4, 2", "-2 4 2", "-2; 4; 2", "(-2, 4, 2)", "[-2 4 2]", "-2,4,2", "-2 | 4 | 2",
               "-2, 4 and 2", "-2, 4, and 2", "a = -2, b = 4, c = 2", "a=-2 b=4 c=2", "-2\n4\n2",
               "-2.0, 4.0, 2.0", "[-2. 4. 2.]", "array([-2.,  4.,  2.])", "(-2, 4), 2",
               "(np.float64(-2.0), np.float64(4.0), np.float64(2.0))", "minus two, four, two",
               "\u22122; 4; 2", "2-4; 2^2; 8/4", "a: -2; b: 4; c: 2", "-2 -> 4 -> 2",
               "they are -2, 4 and 2", "-2/4/2", "[[-2], [4], [2]]", "-2;4;2",
               [-2, 4, 2], ("-2", 4, 2.0), np.array([-2, 4, 2]), [[-2, 4], 2]])  # fmt: skip
def test_several_numbers_are_read_however_they_are_parted(text):
    assert [number.value for number in read_numbers(text, 3)[0]] == [-2, 4, 2]


@each("text", ["[[7 11] [9 13]]", "[[7 11]\n [9 13]]", "[[ 7., 11.], [ 9., 13.]]", "7 11\n9 13",
               "array([[ 7., 11.],\n       [ 9., 13.]])", "((7, 11), (9, 13))", "7, 11; 9, 13",
               "[7, 11, 9, 13]", np.array([[7, 11], [9, 13]])])  # fmt: skip
def test_a_matrix_is_read_as_numpy_prints_it(text):
    assert [number.value for number in read_numbers(text, 4)[0]] == [7, 11, 9, 13]


@each("text", ["0,693 2,303 4,605", "0,693; 2,303; 4,605", "0,693, 2,303, 4,605"])
def test_several_numbers_may_have_decimal_commas(text):
    assert [number.value for number in read_numbers(text, 3)[0]] == [0.693, 2.303, 4.605]


def test_numbers_with_marks_between_thousands_may_stand_in_a_list():
    for text in ("1,048,576; 80", "1,048,576 and 80", "1 048 576, 80", "1048576 80"):
        assert (1048576.0, 80.0) in [tuple(n.value for n in r) for r in read_numbers(text, 2)]


def test_a_list_of_another_length_is_not_read():
    for text in ("1 2", [1, 2], "1; 2; 3; 4", "1", "", [[1, 2], [3, 4]]):
        assert read_numbers(text, 3) == ()
    assert read_numbers("2,5", 1)[0][0].value == 2.5


def test_digits_written_together_are_several_where_the_form_says_so():
    digits = Form(4, digits=True)
    for text in ("3241", "3 2 4 1", "1-3, 2-2, 3-4, 4-1", "1: 3; 2: 2; 3: 4; 4: 1",
    "1->3 2->2 3->4 4->1"):
        assert [number.value for number in read(text, digits)[0]] == [3, 2, 4, 1]
    assert read("3241", Form(4)) == () == read("32411", digits)


@each("text, wanted", [
    ("first = 3, after the restart = -2", [3, -2]), ("first: 3; after the restart: -2", [3, -2]),
    ("first -> 3, after the restart -> 2", [3, 2]), ("first - 3, after the restart - 2", [3, 2]),
    ("first-3, after the restart-2", [3, 2]), ("3, -2", [3, -2]), ("first is -3, after the restart "
    "is 2", [-3, 2]), ("first = - 3, after the restart = 2", [-3, 2]),
    ("first -3, after the restart -2", [-3, -2]),
])  # fmt: skip
def test_a_dash_behind_a_label_is_no_sign_and_a_sign_is_no_dash(text, wanted):
    labels = tuple(label_pattern(label) for label in ("first", "after the restart"))
    form = Form(2, labels, ANY_FORM | {"restart"}, digits=True)
    assert [number.value for number in read(text, form)[0]] == wanted


@each("text, wanted", [
    ("100 - 84 %", [0.16]), ("100 - 84%", [0.16]), ("(100 - 84 %)/2", [0.08]),
    ("100 + 5 %", [1.05]), ("84 % + 100", [1.84]), ("1 - 84 %", [0.16]), ("100 % - 84 %", [0.16]), ("0.5 + 5 %", [0.55]),
    ("84 % - 20", []), ("20 + 5 %", []), ("2 * 50 %", [1]), ("100 * 84 %", [84]),
    ("100 - 84", [16]),
])  # fmt: skip
def test_what_a_percent_is_taken_of_is_known_or_it_is_not_read(text, wanted):
    assert values(text) == pytest.approx(wanted)


def test_a_count_out_of_so_many_may_be_said_as_a_share():
    steps = Form(dressing=ANY_FORM, whole=200)
    for text in ("all", "every step", "all of them", "100 %", "200 of 200", "always"):
        assert 200 in values(text, steps), text
    for text in ("half of them", "50 %", "100 of the 200", "1/2", "100"):
        assert 100 in values(text, steps), text
    for text in ("none", "never", "no step", "in none of the 200 steps", "0 %"):
        assert values(text, steps)[0] == 0, text
    assert values("all") == [] and values("never") == []


# Drawn numbers, drawn expressions


decimals = st.decimals(min_value=-10**9, max_value=10**9, places=3)


@settings(deadline=None)
@given(decimals)
def test_a_decimal_number_makes_the_round_trip_in_every_form(exact):
    wanted = float(exact)
    short, grouped = f"{exact:f}", f"{exact:,f}"
    for text in (short, short.replace(".", ","), f"{exact:e}", f" {short} deg", grouped,
    f"({short})",
                 grouped.replace(",", " "), grouped.replace(",", "_"), f"it is {short}.",
                 f"x = {short}",
                 f"np.float64({short})", f"1 * {short}", f"({short}) / 1",
                 f"[{short}]"):  # fmt: skip
        assert any(value == pytest.approx(wanted, rel=1e-12) for value in values(text)), text


@settings(deadline=None)
@given(st.integers(-999, 999), st.integers(1, 999))
def test_a_fraction_makes_the_round_trip(top, low):
    assert values(f"{top}/{low}") == [pytest.approx(top / low)]


@settings(deadline=None)
@given(st.lists(decimals, min_size=2, max_size=5))
def test_a_list_makes_the_round_trip(numbers):
    wanted = [float(number) for number in numbers]
    for mark in ("; ", " ", ", ", "\n", " | "):
        readings = read_numbers(mark.join(f"{number:f}" for number in numbers), len(numbers))
        assert wanted in [[number.value for number in reading] for reading in readings]


BINARY = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "^": pow}
leaves = st.one_of(st.integers(0, 30), st.decimals(0, 30, places=2).map(float))


def joined(parts):
    sign, (one, a), (other, b) = parts
    with np.errstate(all="ignore"):
        value = BINARY[sign](np.float64(a), np.float64(b))
    # NumPy takes nan^0 for 1 and 1/inf for 0: what is made of no number is none.
    no_number = not (np.isfinite(a) and np.isfinite(b)) or (sign == "^" and value == 0 != a)
    return f"({one}) {sign} ({other})", np.nan if no_number else value


trees = st.recursive(
    leaves.map(lambda value: (str(value), float(value))),
    lambda parts: st.tuples(st.sampled_from(list(BINARY)), parts, parts).map(joined), max_leaves=6,
)


@each("one, sign, other", [
    (("0/0", np.nan), "^", ("0", 0.0)), (("1", 1.0), "/", ("1/0", np.inf)),
    (("0 * (2/0)", np.nan), "^", ("0", 0.0)),
])  # fmt: skip
def test_what_is_made_of_no_number_is_none(one, sign, other):
    text, value = joined((sign, one, other))
    assert np.isnan(value) and expressions.values(text) == []


@settings(deadline=None, max_examples=300)
@given(trees)
def test_drawn_arithmetic_is_worked_out_as_numpy_does(tree):
    text, wanted = tree
    if np.isfinite(wanted) and 1e-290 < abs(wanted) < 1e290 and text.count("(") <= 20:
        found = [number.value for number in expressions.values(text)]
        # Numbers that nearly cancel are known to their rounding alone.
        assert found == [pytest.approx(wanted, rel=1e-6, abs=1e-9)], text


FLAT = st.lists(st.tuples(st.integers(1, 9), st.sampled_from("+-*/^")), min_size=1, max_size=5)


@settings(deadline=None, max_examples=300)
@given(FLAT, st.integers(1, 9))
def test_what_binds_more_tightly_is_worked_out_first(pairs, last):
    text = "".join(f"{value}{sign}" for value, sign in pairs) + str(last)
    try:
        wanted = eval(text.replace("^", ".0**") + ".0")  # digits and five signs, drawn above
    except OverflowError:
        return
    assert [number.value for number in expressions.values(text)] == [
        pytest.approx(wanted, rel=1e-9, abs=1e-9)], text


def test_arithmetic_that_is_read_otherwise_is_found(monkeypatch):
    monkeypatch.setitem(expressions.OPERATIONS, ast.Sub, operator.add)
    assert values("2^21-1") != [2097151]


# Any text


HOSTILE = [
    "9**9**9", "(" * 300, ")" * 300, "(" * 299 + "1", "1" * 300, "ln " * 100, "-" * 300,
    "2^" * 149 + "2", "\0" * 300, "a " * 150, "; " * 150, "1," * 150, "1 " * 150, "1/" * 149 + "1",
    "sqrt(" * 49 + "2" + ")" * 49, "\u0663" * 300, "\ud800" * 300, "=1" * 150, "{1/2} " * 40,
    "half " * 60, "x" * 10**6, "(" * 10**6, "e^" * 140 + "e", "one of two of " * 20,
    "1 of 2 of 3 of 4", "1'" * 150, " " * 300, "\n" * 300, "1 or " * 60 + "1", "1 000 " * 50,
    "(1)" * 100, "[" * 120 + "1" + "]" * 120, "1e" * 150, ".5" * 150, "twenty one " * 25,
    "\\frac{1}{2}" * 25, "_" * 300, "'" * 300, "a'" * 150, "a/" * 150, "\u00b2 " * 100,
    "\u00bd" * 100, "1\u00bd" * 100, "<>" * 150, "%" * 300, "1%" * 150, "both " * 60, "1)" * 150,
]  # fmt: skip
HOSTILE += [text[:LONGEST] for text in HOSTILE]


def in_time(function, text):
    """Whether the processor is done within 20 ms, in one of twenty trials at least."""
    for _ in range(20):
        start = time.process_time()
        function(text)
        if time.process_time() - start < 0.02:
            return True
    return False


@each("form", [ONE, Form(5, ("w1", "w2", "b", "p", "loss"), ANY_FORM), Form(4, digits=True),
               Form(dressing=ANY_FORM, whole=200)])  # fmt: skip
def test_a_hostile_text_is_read_at_once_or_not_at_all(form):
    assert [text[:12] for text in HOSTILE if not in_time(lambda text: read(text, form), text)] == []


def test_what_takes_too_long_is_found():
    assert not in_time(lambda text: sum(range(10**7)), "")


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60) | st.text("0123456789.,-+*/^()[]%=<> eilnpqrstx\n;'\u00bd\u00b2",
max_size=80))
def test_no_text_whatever_raises(text):
    for form in (ONE, Form(3, ("a", "b", "c")), Form(2, digits=True), Form(whole=7)):
        for reading in read(text, form):
            assert len(reading) == form.count
            assert all(math.isfinite(number.value) for number in reading)
        strange_word(cleaned(text), form)


@each("shown, exact, agrees", [
    ("2.59", 2.5937, True), ("2.6", 2.5937, True), ("2.5", 2.5937, False), ("2.61", 2.5937, True),
    ("2.63", 2.5937, False), (".24", 0.2447, True), (".25", 0.2447, False), ("0.2", 0.2447, False),
    ("44", 44, True), ("45", 44, False), ("0", 0, True), ("0.01", 0, False), ("1/3", 0.3333, True),
    ("24 %", 0.2447, True), ("(.24)", 0.2447, True), ("it is .24", 0.2447, True),
])  # fmt: skip
def test_an_answer_counts_within_one_percent_or_to_the_digits_shown(shown, exact, agrees):
    assert read(shown, ONE)[0][0].agrees_with(exact) is agrees


def test_a_tolerance_of_zero_means_exactly():
    assert not Number(2097152, digits=7, step=1).agrees_with(2097151, tolerance=0)
    assert Number(2097152, digits=7, step=1).agrees_with(2097151)
    assert read("2^21-1", ONE)[0][0].agrees_with(2097151, tolerance=0)
    assert not read("2^21", ONE)[0][0].agrees_with(2097151, tolerance=0)
    assert read("1 - .84", ONE)[0][0].agrees_with(0.16, tolerance=0)
