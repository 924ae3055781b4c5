"""Mathematics on paper: every formula of every lesson becomes one, or is named."""

import pytest

from tests.handouts import planted
from tests.handouts.paper_tools import needs_paper
from tests.handouts.planted import code, words
from tools.handouts import HandoutError
from tools.handouts.build import Page, converted, document, printed, read_sources
from tools.handouts.convert import Piece, formulas_of, typst_of

pytestmark = needs_paper
BAD = r"$\notacommand{x}$"


def test_a_formula_that_pandoc_does_not_know_is_named_with_its_place():
    pieces = [Piece("A good one, $x^2$.", "Lesson 03"), Piece(f"A bad one, {BAD}.", "Lesson 04")]
    with pytest.raises(HandoutError, match=r"(?s)Lesson 04: .*\\notacommand.*build again"):
        typst_of(pieces)


@pytest.mark.parametrize(
    "cell",
    [words(f"Not printed: {BAD}"), words(f"<details><summary>x</summary>\n\n{BAD}\n\n</details>")],
    ids=["prose", "folded"],
)
def test_a_bad_formula_anywhere_in_a_lesson_stops_the_build_and_is_named(tmp_path, cell):
    folder = planted.course_with(tmp_path, words("## One"), code('ask("gd-2")'), cell)
    with pytest.raises(HandoutError, match=r"Lesson 04 \(04_gradient_descent.ipynb, cell 4\)"):
        converted(read_sources(folder))


def test_a_bad_formula_in_a_guide_stops_the_build_and_is_named(tmp_path):
    folder = planted.course_with(tmp_path, words("## One"), code('ask("gd-2")'))
    (folder / "instructor").mkdir()
    guide = folder / "instructor" / "04_guide.md"
    guide.write_text(f"# Guide\n\n## The idea\n\n{BAD}\n", encoding="utf-8")
    with pytest.raises(HandoutError, match=r"Lesson 04 \(04_guide.md\)"):
        converted(read_sources(folder))


def test_a_formula_carries_its_text_for_those_who_listen():
    piece = Piece(r"$x \leftarrow x - \eta f'(x)$", "")
    (typst,) = typst_of([piece]).values()
    assert typst == '#math.equation(alt: "x <- x - eta f\'(x)", $x arrow.l x - eta f\' \\( x \\)$)'


def test_pieces_come_back_one_by_one():
    texts = ("a\n\n- b\n- `c`", "", "| d | e |\n|---|---|\n| f | g |")
    pieces = [Piece(text, f"place {at}") for at, text in enumerate(texts)]
    typst = typst_of(pieces)
    assert list(typst) == pieces
    assert [typst[piece] != "" for piece in pieces] == [True, False, True]


def test_signs_of_a_notebook_are_no_citations_and_no_indices():
    (typst,) = typst_of([Piece("@RegisterGradient(x) is x^2 ~ y_1", "")]).values()
    assert typst == r"\@RegisterGradient(x) is x^2 \~ y\_1"


def test_all_formulas_of_the_course_can_be_set():
    pieces = [
        Piece(event.text, source.material.place(event.cell))
        for source in read_sources()
        for event in source.material.events
        if event.kind in ("paragraph", "folded", "section")
    ]
    formulas = formulas_of(pieces)
    assert len(formulas) > 100
    page = Page("= All formulas\n\n" + "\n\n".join(formulas.values()), {})
    assert printed(document([page], "All formulas", ""), "all formulas")[:4] == b"%PDF"
