"""Python on a page: what a reader has to see stands open, imports and plotting are folded."""

import ast
import html

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

FORMAT = HtmlFormatter(nowrap=True)
IMPORTS, PLOTTING, READING = "What is imported", "Code of the picture", ""


def code_of(source: str) -> str:
    """Return the code of a cell as highlighted blocks; imports and plotting are to be unfolded."""
    return "".join(_block(kind, lines) for kind, lines in parts_of(source) if lines.strip())


def code(source: str) -> str:
    """Return Python source as one highlighted block."""
    lines = highlight(source, PythonLexer(stripnl=False), FORMAT).rstrip("\n")
    return f'<pre class="code"><code>{lines}</code></pre>'


def parts_of(source: str) -> list[tuple[str, str]]:
    """Return the source cut where its kind changes: pairs of the kind and the lines.

    Together the lines are the source. One that cannot be read is one part.
    """
    lines, parts = source.splitlines(keepends=True), []
    for kind, first, last in _spans(source, len(lines)):
        text = "".join(lines[first:last])
        if parts and parts[-1][0] == kind:
            parts[-1] = kind, parts[-1][1] + text
        else:
            parts.append((kind, text))
    return parts


def _spans(source: str, count: int):
    """The kind of each statement, with the first line after the one before, and its last line."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        statements = []
    done = 0
    for statement in statements:
        yield _kind(statement), done, statement.end_lineno
        done = statement.end_lineno
    yield READING if not statements else _kind(statements[-1]), done, count


def _kind(statement: ast.stmt) -> str:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return IMPORTS
    value = statement.value if isinstance(statement, ast.Expr) else None
    called = ast.unparse(value.func) if isinstance(value, ast.Call) else ""
    return PLOTTING if called == "figure" else READING


def _block(kind: str, lines: str) -> str:
    block = code(lines.strip("\n"))
    if not kind:
        return block
    return f'<details class="dressing"><summary>{html.escape(kind)}</summary>{block}</details>'
