"""What a stored output may be: text that is the same everywhere, pictures that can be read aloud.

Bare floats and array reprs change with NumPy's version, paths with the machine, warnings with
everything; a picture without a description is nothing at all to some readers.
"""

import ast
import re
from html.parser import HTMLParser

from dlfs.classroom.explore.cross_entropy import MISTAKES as LOSS_MISTAKES
from dlfs.classroom.explore.softmax import MISTAKES as SOFTMAX_MISTAKES
from tools.proof.pages import Page, plain_texts, tags
from tools.normal_form import WIDGET_VIEW

SHORTEST_ALT = 40
# A page of JupyterLab on a laptop breaks longer lines, inside a word if need be.
LONGEST_LINE = 96
# A question may show a program with `np.array(...)` in it: no array is printed like that.
ARRAY_REPR = re.compile(r"(?<!\bnp\.)\barray\(|\bnp\.(float|int|bool|str)")
# What an explorer says of a learner's function with a fault. A lesson that nobody has worked on yet
# runs its own functions, and they have none.
ACCUSATIONS = [
    *(name for name, _ in (*SOFTMAX_MISTAKES, *LOSS_MISTAKES)), "and the library's go apart at",
]  # fmt: skip
# A float that nobody formatted has many digits.
LONG_FLOAT = re.compile(r"\d\.\d{12,}")
PLACE = re.compile(r"/(home|root|tmp|var|Users)/|[A-Z]:\\|\b0x[0-9a-f]{8,}|\bipykernel_\d")


def every_picture_has_an_alt_text(page: Page) -> list[str]:
    complaints = [_picture(output) for output in page.outputs]
    images = [image for text in page.markdown for image in _markdown_alts(text)]
    return [text for text in complaints if text] + [_short(alt) for alt in images if _short(alt)]


def _picture(output) -> str:
    data = output.get("data", {})
    html = data.get("text/html", "")
    alts = html_alts(html)
    if {"image/png", "image/jpeg", "image/svg+xml"} & set(data) and not alts:
        return "a picture without an <img alt> in its text/html: use figure(fig, alt=...)"
    return next((_short(alt) for alt in alts if _short(alt)), "")


def _short(alt: str) -> str:
    if len(alt.strip()) >= SHORTEST_ALT:
        return ""
    return f"an alt text of {len(alt.strip())} characters, fewer than {SHORTEST_ALT}: '{alt}'"


def _markdown_alts(text: str) -> list[str]:
    return re.findall(r"!\[([^\]]*)\]", text) + html_alts(text)


def html_alts(html: str) -> list[str]:
    """Return the alt text of every <img>, the empty text where there is none."""
    reader = _ImageReader()
    reader.feed(html)
    return reader.alts


class _ImageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.alts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "img":
            self.alts.append(dict(attrs).get("alt") or "")


def no_widget_view_is_stored(page: Page) -> list[str]:
    stored = [output for output in page.outputs if WIDGET_VIEW in output.get("data", {})]
    return ["a stored widget view: make notebooks"] if stored else []


def nothing_went_to_stderr(page: Page) -> list[str]:
    texts = [output.text for output in page.outputs if output.get("name") == "stderr"]
    return [f"a warning or a log line is stored: {text[:80]}" for text in texts]


def errors_are_announced(page: Page) -> list[str]:
    failed = [cell for cell in page.code if any(o.output_type == "error" for o in cell.outputs)]
    return [f"an error that no raises-exception tag announces, in: {cell.source[:60]}"
            for cell in failed if "raises-exception" not in tags(cell)]  # fmt: skip


def prints_are_ascii(page: Page) -> list[str]:
    return [f"not ASCII: {text[:80]!r}" for text in plain_texts(page) if not text.isascii()]


def no_printed_line_is_longer_than_the_page(page: Page) -> list[str]:
    texts = [output.text for output in page.outputs if output.output_type == "stream"]
    lines = [line for text in texts for line in text.splitlines() if len(line) > LONGEST_LINE]
    return [f"a printed line of {len(line)} characters: {line[:60]!r}" for line in lines]


def no_bare_floats_or_arrays(page: Page) -> list[str]:
    complaints = [f"an array or a NumPy scalar as it is: {text[:60]!r}"
                  for text in plain_texts(page) if ARRAY_REPR.search(text)]  # fmt: skip
    complaints += [f"a float that nobody formatted: {text[:60]!r}"
                   for text in plain_texts(page) if LONG_FLOAT.search(text)]  # fmt: skip
    results = [output.data for output in page.outputs if output.output_type == "execute_result"]
    return complaints + [f"a float at the end of a cell: {data['text/plain'][:60]!r}"
                         for data in results if _is_bare(data)]  # fmt: skip


def _is_bare(data: dict) -> bool:
    """Say whether the result is shown as a float, or as a list, tuple or dict with one in it."""
    text = re.sub(r"\b(nan|inf)\b", "0.0", data.get("text/plain", ""))
    try:
        tree = ast.parse(text, mode="eval")
        ast.literal_eval(tree)
    except (SyntaxError, ValueError):  # words, a table, the name of an object
        return False
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return any(isinstance(value, float) for value in constants)


def no_output_names_a_place(page: Page) -> list[str]:
    found = [PLACE.search(text) for text in plain_texts(page)]
    return [f"a path or an address of this machine: {match[0]}" for match in found if match]


def no_cell_ends_with_a_semicolon(page: Page) -> list[str]:
    ending = [cell.source for cell in page.code if cell.source.rstrip().endswith(";")]
    return [f"a trailing semicolon, which nbval does not honour: {text[-40:]}" for text in ending]


def no_explorer_accuses_the_lesson(page: Page) -> list[str]:
    said = [(text, name) for text in plain_texts(page) for name in ACCUSATIONS if name in text]
    return [f"'{name}' is said of the lesson's own code: {text!r}" for text, name in said]


CHECKS = [
    every_picture_has_an_alt_text,
    no_widget_view_is_stored,
    nothing_went_to_stderr,
    errors_are_announced,
    prints_are_ascii,
    no_printed_line_is_longer_than_the_page,
    no_bare_floats_or_arrays,
    no_output_names_a_place,
    no_cell_ends_with_a_semicolon,
    no_explorer_accuses_the_lesson,
]
