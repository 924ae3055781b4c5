"""The film in a lesson, taken again for its page: what the page plays is what the lesson shows."""

import ast
import contextlib
import io
import linecache

from dlfs.classroom.filming.film import Film
from dlfs.classroom.filming.recorder import record

SHOWS, GIVEN = "film", "_given"
DEFINITIONS = (ast.FunctionDef, ast.ClassDef)
IMPORTS = (ast.Import, ast.ImportFrom)


def is_film(source: str) -> bool:
    """Whether the last line of a cell shows a film."""
    return _call_of(source) is not None


def film_of(source: str, before: list[str], alt: str, name: str) -> Film:
    """Return the film that the last line of a cell shows; `before` are the cells above it.

    Only what the film needs of them runs. Raises ValueError where the film is not the one that the
    notebook keeps, whose alt text is `alt`.
    """
    call = _call_of(source)
    lines = [line for cell in [*before, source] for line in _statements(cell)]
    needed = _needed(lines, _names_in(call) - {SHOWS})
    text = "\n\n".join([*needed, f"{GIVEN} = {ast.unparse(call)}"])
    function, *arguments = _run(text, f"<{name}>")
    made = Film(record(function, *arguments))
    if Film.paper(made.recording)[1] != alt:
        raise ValueError(f"{name}: the film is another one than the notebook keeps")
    return made


def _call_of(source: str) -> ast.Call | None:
    last = ast.parse(source).body[-1:]
    value = last[0].value if last and isinstance(last[0], ast.Expr) else None
    of_film = isinstance(value, ast.Call) and ast.unparse(value.func) == SHOWS
    return value if of_film else None


def _statements(cell: str) -> list[tuple[ast.stmt, str]]:
    return [(each, _text_of(cell, each)) for each in ast.parse(cell).body]


def _text_of(cell: str, statement: ast.stmt) -> str:
    first = min([statement.lineno, *(one.lineno for one in _decorators(statement))])
    return "\n".join(cell.split("\n")[first - 1 : statement.end_lineno])


def _decorators(statement: ast.stmt) -> list[ast.expr]:
    return getattr(statement, "decorator_list", [])


def _needed(lines: list[tuple[ast.stmt, str]], wanted: set[str]) -> list[str]:
    """Return the statements on which the `wanted` names depend, in their order."""
    kept = []
    for statement, text in reversed(lines):
        if wanted & _given_by(statement):
            kept.append(text)
            wanted = wanted | _names_in(statement)
    return kept[::-1]


def _given_by(statement: ast.stmt) -> set[str]:
    """Return the names that a statement gives a value to, or changes."""
    if isinstance(statement, DEFINITIONS):
        return {statement.name}
    if isinstance(statement, IMPORTS):
        return {(one.asname or one.name).partition(".")[0] for one in statement.names}
    if isinstance(statement, ast.Assign):
        return set().union(*map(_names_in, statement.targets))
    if isinstance(statement, ast.AugAssign | ast.For):
        own = _names_in(statement.target)
    else:
        own = set()
    inside = [each for each in ast.iter_child_nodes(statement) if isinstance(each, ast.stmt)]
    return own.union(*map(_given_by, inside))


def _names_in(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _run(text: str, file: str) -> tuple:
    """Run `text` and return what its last line hands to the film."""
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    names = {SHOWS: lambda *given: given}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(text, file, "exec"), names)
    return names[GIVEN]
