"""The course's words on a page: what is literal stays literal, formulas become MathML."""

import pytest

from tools.course import read_course
from tools.site.code import code
from tools.site.font import font_css, missing_signs
from tools.site.frame import contents_of, with_lesson_links
from tools.site.front import first_words, section
from tools.site.markup import Markup, to_html


def filled(make) -> str:
    """Return what `make` writes with a Markup, filled."""
    markup = Markup()
    return markup.fill(make(markup))


def test_signs_that_mean_something_in_markdown_stay_as_they_are_in_a_lessons_words(pandoc):
    text = "2 * 3 * 4 and x_1 or _y_ < 5 & #6 [a](b)"
    said = "2 * 3 * 4 and x_1 or _y_ &lt; 5 &amp; #6 [a](b)"
    assert filled(lambda markup: markup.line(text)) == said


def test_each_formula_comes_back_at_its_own_place(pandoc):
    texts = [f"number {n} is $x_{{{n}}}$, then $y < {n}$." for n in range(20)]
    page = filled(lambda markup: "|".join(markup.line(text) for text in texts))
    for n, part in enumerate(page.split("|")):
        assert part.startswith(f"number {n} is <math")
        assert f"<mn>{n}</mn></msub>" in part.replace("<mrow>", "").replace("</mrow>", "")
        assert f"<mo>&lt;</mo><mn>{n}</mn>" in part


def test_dollars_in_code_are_no_formula(pandoc):
    page = filled(lambda markup: markup.words("`a$b$c` costs $x$\n\n    $ make $ all"))
    assert "a$b$c</code>" in page and "$ make $ all</pre>" in page and page.count("<math") == 1


def test_a_blank_line_in_code_parts_no_block(pandoc):
    page = filled(lambda markup: markup.words("Look:\n\n    a = 1\n\n    b = 2\n\nDone."))
    assert page == "<p>Look:</p><pre>a = 1\n\nb = 2</pre><p>Done.</p>"


def test_a_formula_on_a_line_of_its_own_stands_in_no_paragraph(pandoc):
    page = filled(lambda markup: markup.words("Before.\n\n$$x = 1$$\n\nAfter."))
    assert page.startswith('<p>Before.</p><div class="wide formula"><math display="block"')
    assert page.endswith("</math></div><p>After.</p>")


@pytest.mark.parametrize(
    "formula, inside",
    [
        (r"\frac{1}{2}", "<mfrac>"),
        (r"\sum_{i=1}^N x_i", "<mo>\u2211</mo>"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", '<mtd columnalign="right">'),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "<mtable>"),
        (r"x \leftarrow x - \eta", "<mo>\u2190</mo>"),
        (r"c \log p", '<mspace width="0.167em"></mspace><mrow><mi mathvariant="normal">log'),
        (r"f'(x)", '<mo lspace="0" rspace="0">\u2032</mo>'),
    ],
)
def test_formulas_become_mathml(pandoc, formula, inside):
    page = to_html(f"$${formula}$$")
    assert inside in page
    assert "style=" not in page and "xmlns" not in page


def test_a_logarithm_has_air_except_before_a_bracket(pandoc):
    assert to_html(r"$\log p$").count("<mspace") == 1
    assert to_html(r"$\log(p)$").count("<mspace") == 0


def test_a_fold_keeps_its_formulas_and_a_table_its_frame(pandoc):
    page = to_html("<details><summary>What</summary>\n\n$x$\n\n</details>\n\n|a|\n|-:|\n|1|\n")
    assert page.count("<details>") == 1 and "<math" in page
    assert '<div class="wide"><table>' in page and '<td class="right">' in page


def test_code_is_highlighted_and_escaped():
    assert code('x = "<b>"') == (
        '<pre class="code"><code><span class="n">x</span> <span class="o">=</span> '
        '<span class="s2">"&lt;b&gt;"</span></code></pre>'
    )


def test_the_font_knows_the_signs_of_mathematics_and_says_which_it_lacks():
    pytest.importorskip("brotli", reason="brotli is not installed: `make test-site` installs it")
    assert missing_signs("x + \u03b7 \u2211 \u2202 \u2190 \u2264 \u221e \u22a4 \u2032 \u2061") == ""
    assert missing_signs("x \u4e2d") == "\u4e2d"
    assert "data:font/woff2;base64," in font_css("x")
    assert len(font_css("x")) < len(font_css("xyz\u2211\u222b\u221a\u03b1\u03b2")) < 200_000


def test_a_link_to_a_notebook_leads_to_its_page():
    course = read_course()
    body = f'<a href="{course[4].file}">four</a> <a href="../x/{course[5].file}">five</a>'
    page = with_lesson_links(body, course[:5])
    assert page == f'<a href="{course[4].file[:-6]}.html">four</a> five'


def test_the_contents_are_the_second_headings():
    body = '<h1 id="a">A</h1><h2 id="b">B <code>x</code></h2><h3 id="c">C</h3>'
    assert '<li><a href="#b">B x</a></li>' in contents_of(body)
    assert '"#a"' not in contents_of(body) and '"#c"' not in contents_of(body)
    assert contents_of("<h1>A</h1>") == ""


def test_the_front_page_takes_its_words_from_the_readme():
    readme = "# Title\n\nFirst words.\n\n## One\n\nText.\n\n## Two\n\nEnd.\n"
    assert first_words(readme) == ("Title", "First words.")
    assert (section(readme, "One"), section(readme, "Two")) == ("Text.", "End.")
    with pytest.raises(ValueError, match="no section 'Three'"):
        section(readme, "Three")
