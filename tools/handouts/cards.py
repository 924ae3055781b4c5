"""The cards, one page each: what a reader wants beside the screen in more than one lesson.

Their numbers come from the library and the explorers, their terms and names from course.toml. Each
says when it may be handed out: none of them answers what a later lesson asks.
"""

import re
from dataclasses import dataclass
from inspect import signature

import numpy as np

import dlfs
from dlfs import gradients as rules
from dlfs import train
from dlfs.classroom.explore.ball import settled, textbook
from dlfs.classroom.explore.ball import simulate as rolling
from dlfs.classroom.explore.descent import counted_steps, regime, simulate
from dlfs.classroom.explore.valley import best_rate, losses
from dlfs.operations import BinaryOperation
from tools.course import Lesson, in_parts
from tools.handouts import pictures
from tools.handouts.paper import string

PRODUCTS = (0.01, 0.05, 0.1, 0.2, 0.5, 0.9, 1, 1.1, 1.5, 1.8, 1.9, 1.95, 1.99, 2, 2.1)
# The shapes of the inputs in the examples: for one input, for two, and where others are needed.
ONE, TWO = ((100, 2),), ((100, 2), (100, 1))
OTHERS = {
    "add": ((100, 2), (2,)), "subtract": ((100, 2), (2,)), "matmul": ((100, 2), (2, 2)),
    "softmax_cross_entropy": ((100, 2), (100, 2)),
}  # fmt: skip
FUNCTIONS = ("log", "max", "tanh", "sigmoid", "softmax", "sum", "sqrt", "eta", "beta", "epsilon")
KAPPAS = (10, 100, 1000)
SYMBOLS = ("circle", "square", "triangle", "star")


@dataclass(frozen=True)
class Card:
    """One page: the name of its file, its title, its Typst, and its pictures by file name."""

    name: str
    title: str
    text: str
    pictures: dict[str, bytes]
    flipped: bool = False
    after: int = -1  # the last lesson that asks what the card tells; -1: it tells nothing


def handed_out(after: int) -> str:
    """Return the line of a card that says when to hand it out."""
    return f"#hand-out[after lesson {after}, which asks for what stands here]"


def all_cards(course: list[Lesson]) -> list[Card]:
    """Return the eight cards."""
    return [
        regime_ruler(), message_graph(), gradient_rules(course), sick_curves(), optimizers(),
        voting_cards(), *term_cards(course),
    ]  # fmt: skip


def steps_to_one_percent(product: float) -> str:
    """Return how many steps an explorer's walker takes to 1 % of its starting distance."""
    counted = counted_steps(simulate(1.0, product))
    return "never" if counted is None else str(counted)


def regime_ruler() -> Card:
    cells = [
        (f"{product:g}", f"{1 - product:.2f}", regime(product), steps_to_one_percent(product))
        for product in PRODUCTS
    ]
    rows = "".join(f"[{cell}], " for row in cells for cell in row).replace("[-", "[#sym.minus;")
    alt = "Six descents on a parabola, and a ruler of learning rates from 0 to beyond 2/k."
    text = f"""
#card-head[Regime ruler][A step multiplies the distance to the minimum by
#math.equation(alt: "1 - eta k", $1 - eta k$). One number decides: the learning rate
#math.equation(alt: "eta", $eta$) times the curvature #math.equation(alt: "k", $k$).]
#picture("regimes.svg", width: 15.5cm, alt: {string(alt)})
{handed_out(4)}
#centred-table(4, [#math.equation(alt: "eta k", $eta k$)], [factor], [regime],
  [steps to 1 % of the distance], {rows})
#block(above: 1.2em)[Your own curve:
  #blank[k =] #blank[one jump at 1/k =] #blank[bounces for ever at 2/k =]]
"""
    return Card("regime_ruler", "Regime ruler", text, {"regimes.svg": pictures.six_regimes()}, after=4)


def blank_graphs() -> tuple[dict[str, bytes], str]:
    """Return the pictures of the blank graphs by file name, and the Typst that shows each."""
    drawn = pictures.blank_graphs()
    files = {f"messages_{at}.svg": svg for at, (svg, _) in enumerate(drawn.values(), 1)}
    shown = "".join(
        f"graph-to-fill({string(name)}, {string(formula)}, {width:.3f}in), "
        for name, (formula, (_, width)) in zip(files, drawn.items())
    )
    return files, shown


def message_graph() -> Card:
    files, graphs = blank_graphs()
    text = f"""
#card-head[Message graph][A message is #math.equation(alt: "G", $G$) of the sender times the local
rate of the edge. A node adds up what it hears, and sends only when all its consumers have reported.
The last node starts with #math.equation(alt: "G = 1", $G = 1$).]
#hand-out[in lesson 5, after the vote on `bp-1`, or with the exit ticket; it is empty]
#graphs-to-fill({graphs})
#message-table(8)
"""
    return Card("message_graph", "Message graph", text, files)


# What an operation of the table needs besides its inputs.
SETTINGS = {"power": (3,), "reshape": (-1,)}


def rule_of(name: str) -> tuple[str, str]:
    """Return what the docstring in dlfs/gradients.py says: (the operation, its gradients)."""
    said = " ".join(getattr(rules, f"{name}_gradient").__doc__.split())
    found = re.fullmatch(r"With respect to (.+?)(?:: |, and to )(.+)\.", said)
    if name == "softmax_cross_entropy":
        return "logits; targets t", said.removeprefix("With respect to logits: ").rstrip(".")
    return found[1], found[2]


def with_a_rule() -> list[str]:
    """Return the operations of the table, in its order."""
    return [name.removesuffix("_gradient") for name in vars(rules) if name.endswith("_gradient")]


def example_of(name: str) -> tuple[tuple[int, ...], ...]:
    """Return the shapes of the inputs in an operation's example."""
    return OTHERS.get(name) or (TWO if issubclass(getattr(dlfs, name), BinaryOperation) else ONE)


def shapes_of(name: str) -> tuple[str, str, str]:
    """Return the shapes of the inputs, of the output, and of the gradients, measured."""
    with dlfs.Graph().as_default():
        inputs = [dlfs.Variable(np.full(shape, 0.5)) for shape in example_of(name)]
        output = getattr(dlfs, name)(*inputs, *SETTINGS.get(name, ()))
        table = dlfs.compute_gradients(dlfs.reduce_sum(output))
        came_back = [table[one].shape for one in inputs]
        arrived = table[output].shape
    return _listed(example_of(name)), str(arrived), _listed(came_back)


def _listed(shapes) -> str:
    return ", ".join(str(tuple(shape)) for shape in shapes)


def typeset(rule: str) -> str:
    """Return a rule of the docstrings as Typst, its formulas set as formulas."""
    runs: list[tuple[bool, list[str]]] = []
    tokens = re.findall(r"[^\s,;:(]*\([^)]*\)|[^\s,;:]+|[,;:]", rule)
    for at, token in enumerate(tokens):
        is_word = is_prose(token) or (token == "a" and at > 0 and is_prose(tokens[at - 1]))
        if not runs or runs[-1][0] != is_word:
            runs.append((is_word, []))
        runs[-1][1].append(token)
    return " ".join(
        " ".join(part) if is_word else _formula(" ".join(part)) for is_word, part in runs
    ).replace(" ,", ",").replace(" ;", ";").replace(" :", ":")


def is_prose(token: str) -> bool:
    """Say whether a token of a docstring is a word and no part of a formula."""
    return token in ",;:" or (token.isalpha() and len(token) > 1 and token not in FUNCTIONS)


def _formula(text: str) -> str:
    """Return a formula of the docstrings as Typst. Its notation is Typst's but for a few signs."""
    written = text.replace("sigmoid(", "sigma(").replace("softmax(", 'op("softmax")(')
    written = re.sub(r"beta(\d)", r"beta_\1", written.replace("<-", "arrow.l"))
    written = written.replace("*", "dot").replace("sum(", "sum (").replace("/", "\\/")
    return f"#math.equation(alt: {string(text)}, ${written}$)"


def gradient_rules(course: list[Lesson]) -> Card:
    home = {name: lesson.number for lesson in course for name in lesson.names}
    rows = ""
    for name in (name for name in with_a_rule() if name in home):
        operation, gradient = rule_of(name)
        shapes = "".join(f"raw({string(cell)}), " for cell in shapes_of(name))
        rows += f"raw({string(name)}), [{typeset(operation)}], [{typeset(gradient)}], {shapes}"
        rows += f"[{int(home[name])}], "
    text = f"""
#card-head[Gradient rules][#math.equation(alt: "G", $G$) is the gradient that arrives, of the shape
of the output. What a rule returns has the shape of the input: where NumPy repeated an input, the
rule adds up along those axes.]
{handed_out(7)}
#rules-table({rows})
"""
    return Card("gradient_rules", "Gradient rules", text, {}, flipped=True, after=7)


def sick_curves() -> Card:
    cases = _cases()
    files = {f"curve_{at}.svg": pictures.curve(values) for at, (values, *_) in enumerate(cases, 1)}
    rows = "".join(
        f"curve-row({string(name)}, [{sign}], [{cause}], [{cure}], alt: {string(sign)}), "
        for name, (_, sign, cause, cure) in zip(files, cases)
    )
    text = f"""
#card-head[Field guide to sick loss curves][The perceptron of lesson 8 on overlapping points,
{pictures.STEPS} steps. Ask four questions: does it start at log C, does it move, which way, does it
settle? Mind the numbers on the axes.]
{handed_out(8)}
#curve-table({rows})
"""
    return Card("sick_curves", "Field guide to sick loss curves", text, files, after=8)


def _cases() -> list[tuple[list[float], str, str, str]]:
    healthy, slow, wild = (pictures.losses(rate) for rate in (1, 0.01, 10))
    uphill, still = pictures.losses(-1), [healthy[0]] * (pictures.STEPS + 1)
    summed = pictures.losses(0.001, summed=True)
    return [
        (healthy, f"Starts at log 2 = {healthy[0]:.2f}, falls at once, settles at "
         f"{healthy[-1]:.2f}",
         "None: a healthy run, rate 1.", "Report it: data, seed, rate, steps, loss."),
        (slow, f"Falls in every step, and is at {slow[-1]:.2f} after {pictures.STEPS} steps.",
         "The rate is too small, here 0.01.", "A rate ten times as large, or more steps."),
        (wild, f"Finds the bottom, leaves it, and ends jumping near {wild[-1]:.2f}.",
         "The rate is too large, here 10.", "A rate ten times as small."),
        (uphill, f"Climbs from the first step on, to {uphill[-1]:.0f}.",
         "The sign of the update is flipped.", "Minus: against the gradient."),
        (still, f"Stays at {still[0]:.2f}, to the last digit.",
         "The step is never run, or changes a copy.", "Run the step; look at W before and after."),
        (summed, f"The right shape, and starts at {summed[0]:.1f}, a hundred times too high.",
         "The losses are added up, not averaged.", "Take the mean; the rate keeps its meaning."),
    ]  # fmt: skip


def step_of(kind: type) -> str:
    """Return the formulas of one step, as the library's docstring says them."""
    return " ".join(kind.__doc__.partition("\n\n")[0].split()).rstrip(".")


def remembered_by(kind: type) -> str:
    """Return in words what an optimizer keeps for each Variable, from its list of names."""
    return ", ".join(getattr(kind, "names", ())).replace("steps", "the number of steps") or "nothing"


def in_the_valley(kappa: float) -> tuple[str, str]:
    """Return how many steps plain descent takes to 1 % of the loss, and how many momentum does; each
    with the settings at which both directions shrink alike."""
    plain, remembering = (
        rolling(kappa, *setting, 5000) for setting in ((best_rate(kappa), 0), textbook(kappa))
    )
    return tuple(str(settled(losses(kappa, points))) for points in (plain, remembering))


def optimizers() -> Card:
    kinds = (train.GradientDescentOptimizer, train.MomentumOptimizer, train.AdamOptimizer)
    rows = ""
    for kind in kinds:
        settings = ", ".join(signature(kind).parameters)
        rows += f"raw({string(kind.__name__)}), [{typeset(step_of(kind))}], "
        rows += f"[{remembered_by(kind)}], raw({string(settings)}), "
    counts = "".join(
        f"[{cell}], " for kappa in KAPPAS for cell in (f"{kappa:,}", *in_the_valley(kappa))
    )
    text = f"""
#card-head[Optimizers][One step of each, for a Variable #math.equation(alt: "W", $W$) whose gradient is
#math.equation(alt: "G", $G$). #math.equation(alt: "eta", $eta$) is the learning rate. What is
remembered is 0 before the first step.]
{handed_out(10)}
#optimizers-table({rows})
#block(above: 1.2em)[In a valley that is #math.equation(alt: "kappa", $kappa$) times more curved across
than along, steps until the loss stays below 1 % of the first one, at the settings at which both
directions shrink alike:]
#centred-table(3, [#math.equation(alt: "kappa", $kappa$)], [plain descent], [momentum], {counts})
"""
    return Card("optimizers", "Optimizers", text, {}, flipped=True, after=10)


def voting_cards() -> Card:
    cards = "".join(
        f"voting-card({string(letter)}, {string(symbol)}), "
        for letter, symbol in zip("ABCD", SYMBOLS)
    )
    text = f"#voting-sheet({cards})"
    return Card("voting_cards", "Voting cards, A to D", text, {})


def glossary(course: list[Lesson], meanings: dict[str, str]) -> Card:
    """Return the terms with their meanings: for the instructor, and for the end of a booklet."""
    rows = "".join(
        f"[{int(lesson.number)}], raw({string(term)}), [#{string(meanings[term])}], "
        if "_" in term else f"[{int(lesson.number)}], [{term}], [#{string(meanings[term])}], "
        for lesson in course
        for term in lesson.terms
    )
    text = f"""
#card-head[Glossary][Each word of the course, the lesson that introduces it, and what it means.]
#glossary-table({rows})
"""
    return Card("glossary", "Glossary", text, {})


def term_cards(course: list[Lesson]) -> list[Card]:
    """Return a card for each part of the course: the engine, and the engine at work."""
    engine, at_work = in_parts(course).items()
    return [term_card("terms", *engine), term_card("terms_at_work", *at_work)]


def term_card(name: str, part: str, course: list[Lesson]) -> Card:
    first = next(int(lesson.number) for lesson in course if lesson.terms)
    rows = "".join(
        f"[{int(lesson.number)}], [{term}], [], [], ".replace("_", r"\_")
        for lesson in course
        for term in lesson.terms
    )
    text = f"""
#card-head[Terms: {part.lower()}][Each word, and the lesson that introduces it. Write what it means to you, and what
it is called in your own language.]
#hand-out[at the beginning of lesson {first}; it is kept to the end]
#term-table({rows})
"""
    return Card(name, f"Terms: {part.lower()}", text, {})
