"""The cards say what mathematics says, and ask the library for the rest."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest

import dlfs
from dlfs import gradients, operations
from dlfs.classroom import lessons
from dlfs.classroom.explore.ball import textbook
from dlfs.classroom.explore.valley import START
from tests.handouts.paper_tools import needs_paper, sizes, text_of
from tools.course import NOTEBOOKS, ROOT, CourseError, read_course, read_glossary
from tools.handouts.build import Page, document, page_count, printed
from tools.handouts.cards import (
    KAPPAS, PRODUCTS, all_cards, glossary, gradient_rules, in_the_valley, rule_of, shapes_of, step_of,
    steps_to_one_percent, typeset, with_a_rule,
)  # fmt: skip
from tools.handouts.pictures import CURVE_SIZE, STEPS, losses, six_regimes, with_counted_names

COURSE = read_course()
A4, A4_FLIPPED = (595, 842), (842, 595)


@pytest.fixture(scope="module")
def cards():
    return {card.name: card for card in all_cards(COURSE)}


def exact_steps(product: float) -> str:
    """The first n with |1 - product|^n <= 1/100, in exact fractions."""
    factor, left, steps = abs(1 - Fraction(str(product))), Fraction(1), 0
    if factor >= 1:
        return "never"
    while left > Fraction(1, 100):
        left, steps = left * factor, steps + 1
    return str(steps)


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_steps_on_the_ruler_are_those_of_exact_fractions(product):
    assert steps_to_one_percent(product) == exact_steps(product)


def test_the_card_of_rules_has_every_operation_that_a_lesson_introduces(cards):
    introduced = {name for lesson in COURSE for name in lesson.names}
    text = cards["gradient_rules"].text
    on_the_card = [name for name in with_a_rule() if f'raw("{name}")' in text]
    assert sorted(on_the_card) == sorted(introduced & set(operations.__all__))
    assert 'raw("relu")' not in gradient_rules(COURSE[:3]).text


@pytest.mark.parametrize("name", with_a_rule())
def test_a_rule_is_the_docstrings_and_its_shapes_are_the_inputs(name):
    operation, rule = rule_of(name)
    said = " ".join(getattr(gradients, f"{name}_gradient").__doc__.split())
    assert rule.rstrip(".") in said and operation.split(";")[0] in said
    inputs, _, came_back = shapes_of(name)
    assert inputs == came_back


def test_the_optimizers_step_as_their_docstrings_say_and_settle_as_a_loop_of_the_library_does(cards):
    text = cards["optimizers"].text
    optimizers = {name for name in dir(dlfs.train) if name.endswith("Optimizer")} - {"Optimizer"}
    assert all(f'raw("{name}")' in text for name in optimizers) and len(optimizers) == 3
    for name in optimizers:
        kind = getattr(dlfs.train, name)
        assert "W <- W - eta" in step_of(kind) and step_of(kind) in " ".join(kind.__doc__.split())
    for kappa in KAPPAS:
        rate, beta = textbook(kappa)
        best = dlfs.train.GradientDescentOptimizer(2 / (kappa + 1))
        both = best, dlfs.train.MomentumOptimizer(rate, beta)
        assert in_the_valley(kappa) == tuple(str(settled_by(kappa, one)) for one in both)


def settled_by(kappa: float, optimizer) -> int:
    """The steps until the loss stays below 1 % of its first value, in 2,500 steps of the library."""
    with dlfs.Graph().as_default():
        w = dlfs.Variable(START)
        J = dlfs.reduce_sum(dlfs.square(w) * [1.0, kappa]) / 2
        step, session = optimizer.minimize(J), dlfs.Session(compiled=True)
        losses = np.array([session.run([J, step])[0] for _ in range(2500)])
    return int(np.flatnonzero(losses > 0.01 * losses[0])[-1]) + 1


def test_the_curves_start_where_theory_says():
    assert losses(1)[0] == pytest.approx(math.log(2))
    assert losses(0.001, summed=True)[0] == pytest.approx(100 * math.log(2))
    assert losses(0.01, steps=STEPS)[1] < losses(0.01)[0] < losses(-1)[1]


def test_every_term_of_the_course_stands_on_its_card(cards):
    terms = [term for lesson in COURSE for term in lesson.terms]
    text = cards["terms"].text + cards["terms_at_work"].text
    assert terms and all(text.count(f"[{term}]".replace("_", "\\_")) == 1 for term in terms)


def test_drawn_pictures_are_the_same_bytes_every_time():
    assert len({six_regimes() for _ in range(8)}) == 1


def test_a_name_that_hangs_on_the_last_digits_is_replaced():
    one, other = (
        f'<a clip-path="url(#{name})"/><clipPath id="{name}"/>'
        for name in ("p7eb8da2de8", "p7ef35ca75f")
    )
    assert with_counted_names(one) == with_counted_names(other)
    assert "url(#part0)" in with_counted_names(one)


def test_a_card_answers_nothing_that_a_later_lesson_asks(cards):
    """The answers of a card are asked for in lessons that are over when it is handed out."""
    asked = {name: int(number) for number in reversed(lessons.numbers())
             for name in lessons.lesson(number).ids}  # fmt: skip
    rules = [name for name in asked if name.endswith("-rule")]
    told = {"regime_ruler": ["gd-2", "gd-3", "gd-4"], "sick_curves": ["sc-1"], "gradient_rules": rules,
            "optimizers": ["two-rolls", "ball-parsons", "roll"]}  # fmt: skip
    assert len(rules) >= 6
    for name, ids in told.items():
        assert max(asked[one] for one in ids) <= cards[name].after
        assert f"#hand-out[after lesson {cards[name].after}," in cards[name].text
    rest = [card for name, card in cards.items() if name not in told and name != "voting_cards"]
    assert rest and all(card.after == -1 for card in rest)
    in_the_lesson = [card.name for card in rest if "#hand-out[in lesson 5, after the vote" in card.text]
    assert in_the_lesson == ["message_graph"]
    assert all("#hand-out[at the" in card.text for card in rest if card.name not in in_the_lesson)


@pytest.mark.parametrize(("rule", "words", "formulas"), [
    ("G and -G", ["and"], ["$G$", "$-G$"]),
    ("G where y > 0, otherwise 0", ["where", ", otherwise"], ["$G$", "$y > 0$", "$0$"]),
    ("y = max(a, 0)", [], ["$y = max(a, 0)$"]),
    ("p = sigmoid(a)", [], ["$p = sigma(a)$"]),
    ("G / n, repeated along the axes of which a mean was taken, of n entries",
     [", repeated along the axes of which a mean was taken, of", "entries"], ["$G \\/ n$", "$n$"]),
])  # fmt: skip
def test_the_formulas_of_a_rule_are_set_and_its_words_stay_words(rule, words, formulas):
    typst = typeset(rule)
    assert re.findall(r"\$.*?\$", typst) == formulas
    assert [one.strip() for one in re.split(r"#math\.equation\(.*?\$\)", typst) if one.strip()] == words


def test_the_glossary_has_a_meaning_for_every_term_and_uses_no_later_term():
    meanings = read_glossary()
    order = {term: int(lesson.number) for lesson in COURSE for term in lesson.terms}
    text = glossary(COURSE, meanings).text
    assert meanings and all(meaning in text for meaning in meanings.values())
    later = [
        (term, other) for term, meaning in meanings.items() for other in order
        if order[other] > order[term] and re.search(rf"\b{re.escape(other)}\b", meaning)
    ]  # fmt: skip
    assert later == []


def test_a_term_without_a_meaning_is_named(tmp_path):
    text = (NOTEBOOKS / "course.toml").read_text(encoding="utf-8")
    path = tmp_path / "course.toml"
    path.write_text(re.sub(r'(?m)^"batch" = .*$', "", text), encoding="utf-8")
    with pytest.raises(CourseError, match="differ in batch"):
        read_glossary(path)


def test_letters_of_the_drawn_curves_are_printed_as_large_as_they_are_drawn(cards):
    width = float(re.search(rb'width="([0-9.]+)pt"', cards["sick_curves"].pictures["curve_1.svg"])[1])
    typst = (ROOT / "tools/handouts/cards.typ").read_text(encoding="utf-8")
    assert f"image(file, width: {CURVE_SIZE[0]}in" in typst
    assert width == pytest.approx(72 * CURVE_SIZE[0])


@needs_paper
def test_each_card_is_one_page_of_a4(cards):
    assert len(cards) == 8
    for card in cards.values():
        page = document([Page(card.text, card.pictures)], card.title, "card", flipped=card.flipped)
        pdf = printed(page, card.name)
        assert (card.name, page_count(pdf)) == (card.name, 1)
        assert sizes(pdf) == {A4_FLIPPED if card.flipped else A4}
        if card.name == "regime_ruler":
            assert "459" in text_of(pdf) and "bounce for ever" in text_of(pdf)
