"""Turns the course's words into HTML, their mathematics into MathML.

A lesson has a hundred pieces of text and pandoc takes its time to start: each piece leaves a mark
in the page, pandoc translates them all in one go, and `fill` puts them where the marks are.
"""

import html
import re

from dlfs.classroom import wording

READ = "gfm+tex_math_dollars"
BETWEEN = "<!-- next piece -->"
OPTIONS = ["--mathml", "--wrap=none", "--syntax-highlighting=none"]
CODE = re.compile(r"(<(?:code|pre)\b.*?</(?:code|pre)>)", re.DOTALL)
FORMULA = re.compile(r"\$\$[^$]+\$\$|\$[^$]+\$")
ALONE = re.compile(r"<p>(\$\$[^$]+\$\$)</p>")
APPLY = "<mo>(?:&#8289;|\u2061)</mo>"
AIR = '<mspace width="0.167em"></mspace>'
MARK = re.compile("\ue000(\\d+)\ue001")


class Markup:
    """The pieces of one page that wait for pandoc."""

    def __init__(self):
        self._pieces: list[str] = []
        self._within_a_line: set[int] = set()

    def markdown(self, text: str) -> str:
        """Return the mark of a piece of a notebook's markdown."""
        return self._mark(text)

    def words(self, text: str) -> str:
        """Return a lesson file's `text` as HTML paragraphs, its formulas marked."""
        return self.formulas(wording.page(text))

    def line(self, text: str) -> str:
        """Return a lesson file's `text` as HTML without a paragraph, its formulas marked."""
        return self.formulas(wording.inline(text))

    def formulas(self, page: str) -> str:
        """Return the HTML `page`, which has formulas between dollars, with these marked."""
        plain = re.sub(r' style="[^"]*"', "", page)
        # A blank line in a block of code parts it in two; here it is one block again.
        parts = CODE.split(plain.replace("</pre><pre>", "\n\n"))
        parts[::2] = [self._marked(part) for part in parts[::2]]
        return "".join(parts)

    def fill(self, page: str) -> str:
        """Return `page` with every mark replaced by what pandoc makes of its piece."""
        pieces = self._translated()
        return MARK.sub(lambda mark: pieces[int(mark[1])], page)

    def _marked(self, part: str) -> str:
        alone = ALONE.sub(lambda found: self._mark(html.unescape(found[1])), part)
        return FORMULA.sub(self._formula, alone)

    def _formula(self, formula: re.Match) -> str:
        mark = self._mark(html.unescape(formula[0]))
        self._within_a_line.add(len(self._pieces) - 1)
        return mark

    def _mark(self, piece: str) -> str:
        self._pieces.append(piece)
        return f"\ue000{len(self._pieces) - 1}\ue001"

    def _translated(self) -> list[str]:
        if not self._pieces:
            return []
        pieces = to_html(f"\n\n{BETWEEN}\n\n".join(self._pieces)).split(BETWEEN)
        if len(pieces) != len(self._pieces):
            raise ValueError("a piece of text holds the mark between two pieces")
        stripped = (piece.strip() for piece in pieces)
        return [
            without_paragraph(piece) if number in self._within_a_line else piece
            for number, piece in enumerate(stripped)
        ]


def to_html(text: str) -> str:
    """Return markdown as HTML with MathML, by pandoc, in the form that these pages want."""
    import pypandoc  # a test of the rest needs no pandoc

    page = pypandoc.convert_text(text, "html5", format=READ, extra_args=OPTIONS)
    return _tidy(page)


def without_paragraph(page: str) -> str:
    """Return the HTML `page` without the paragraph, or the frame of a formula, around it."""
    return re.sub(r"\A<(p|div)\b[^>]*>(.*)</\1>\Z", r"\2", page, flags=re.DOTALL)


def _tidy(page: str) -> str:
    """Classes in place of styles, air after log, a frame for what may be wider than the page."""
    page = page.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")
    page = re.sub(r'(<mtd[^>]*?) style="[^"]*"', r"\1", page)
    page = re.sub(r'(<t[dh]) style="text-align: (\w+);"', r'\1 class="\2"', page)
    # pandoc leaves out the air around log; only before a bracket is there none.
    page = re.sub(rf"({APPLY}</mrow>)(?!<mo[^>]*>\()", rf"\1{AIR}", page)
    before = rf"(</m(?:i|n|sub|sup|subsup)>)(<mrow><mi[^>]*>\w+</mi>{APPLY})"
    page = re.sub(before, rf"\1{AIR}\2", page)
    prime = r"<msup>(<m[in]>[^<]*</m[in]>)<mo>\u2032</mo></msup>"
    page = re.sub(prime, '<mrow>\\1<mo lspace="0" rspace="0">\u2032</mo></mrow>', page)
    page = re.sub(r"<table>.*?</table>", r'<div class="wide">\g<0></div>', page, flags=re.DOTALL)
    block = r'<p>(<math display="block".*?</math>)</p>'
    return re.sub(block, r'<div class="wide formula">\1</div>', page, flags=re.DOTALL)
