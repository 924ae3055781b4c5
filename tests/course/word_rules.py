"""Which words a lesson may use: nothing that only a later lesson explains, nothing that hurts.

"Simply" tells a reader who is stuck that it is their fault. A term that comes three lessons later
tells them nothing.
"""

import ast
import re

from tests.course.house_files import UPPER_FLOOR, foreign_imports
from tools.proof.pages import COURSE, LISTED, Page, plain_texts, tags
from tools.course import ROOT

SUBMODULES = {path.stem for path in (ROOT / "dlfs").glob("[a-z]*.py")}
# The classroom is there from the first lesson on.
ALWAYS = {"classroom"}
NEVER = re.compile(r"\b(hessians?|eigen\w*|simply|obviously|trivial(ly)?)\b", re.IGNORECASE)
# "Just" belittles, unless it speaks of time or place: "just before", "the step you just wrote".
JUST = re.compile(
    r"(?<!have )(?<!has )(?<!had )(?<!you )\bjust\b(?! (before|after|above|below|as|now)\b)",
    re.IGNORECASE,
)
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")


def code_is_plain_python(page: Page) -> list[str]:
    """No magics and no shell: they read like Python and run nowhere else."""
    return [f"not plain Python: {cell.source[:60]!r}" for cell in page.code if _tree(cell) is None]


def _tree(cell) -> ast.Module | None:
    try:
        return ast.parse(cell.source)
    except SyntaxError:
        return ast.Module([], []) if "raises-exception" in tags(cell) else None


# The extra `twin`: a lesson shows programs in these, in functions that run where they can.
TWINS = {"torch", "jax"}


def imports_are_few(page: Page) -> list[str]:
    """A lesson needs what the course installs, and no network: it also runs in a browser."""
    trees = [_tree(cell) or ast.Module([], []) for cell in page.code]
    foreign = [name for tree in trees for name in _needed_imports(tree)]
    return [f"imports {name}" for name in foreign]


def _needed_imports(tree: ast.Module) -> set[str]:
    """The foreign imports, but for those of a twin that wait in a function until it is called."""
    at_once = [line for line in tree.body if not isinstance(line, ast.FunctionDef)]
    return (foreign_imports(ast.Module(at_once, []), UPPER_FLOOR)
            | foreign_imports(tree, UPPER_FLOOR | TWINS))  # fmt: skip


def no_name_comes_too_early(page: Page) -> list[str]:
    """From dlfs comes only what this lesson or an earlier one has built."""
    built = {name for lesson in LISTED[: page.place + 1] for name in lesson.names} | ALWAYS
    used = [name for cell in page.code for name in library_names(_tree(cell) or ast.Module([], []))]
    return [f"dlfs.{name} is not built yet" for name in sorted(set(used) - built)]


def library_names(tree: ast.Module) -> list[str]:
    """Return the names that the code takes from dlfs; "*" for a star import."""
    aliases = {"dlfs"}
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [part for alias in node.names for part in _module_parts(alias.name)]
            aliases |= {alias.asname for alias in node.names if alias.name == "dlfs"}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "dlfs":
            names += _from_import(node)
    # A second walk: the name given by `import dlfs as ts` may stand after its first use.
    return names + [name for node in ast.walk(tree) for name in _attribute(node, aliases)]


def _module_parts(module: str) -> list[str]:
    parts = module.split(".")
    return [part for part in parts[1:2] if parts[0] == "dlfs" and part not in _plain_modules()]


def _from_import(node: ast.ImportFrom) -> list[str]:
    inside = node.module.split(".")[1:2]
    if inside == ["classroom"]:
        return inside
    return [alias.name for alias in node.names if alias.name not in _plain_modules()]


def _attribute(node: ast.AST, aliases: set) -> list[str]:
    chain = []
    while isinstance(node, ast.Attribute):
        chain.append(node.attr)
        node = node.value
    if not (chain and isinstance(node, ast.Name) and node.id in aliases):
        return []
    reached = [name for name in reversed(chain) if name not in _plain_modules()]
    return [name for name in reached[:1] if not name.startswith("__")]


def _plain_modules() -> set[str]:
    """Return the files of the engine that no lesson introduces by name: a path, not a tool."""
    return SUBMODULES - {name for lesson in LISTED for name in lesson.names}


def no_term_comes_too_early(page: Page) -> list[str]:
    """Prose and code keep to the terms of this lesson and the earlier ones."""
    return too_early(_all_text(page), page.place)


def _all_text(page: Page) -> str:
    # The mark keeps the last word of a cell and the first of the next from becoming one term.
    return "\n.\n".join(cell.source for cell in page.cells)


def too_early(text: str, place: int) -> list[str]:
    """Return a complaint for each term in `text` that only a lesson after `place` introduces."""
    words = _without_titles(text).replace("_", " ")
    later = [(lesson, term) for lesson in COURSE[place + 1 :] for term in lesson.terms]
    return [f"'{term}' comes in lesson {lesson.number}"
            for lesson, term in later if _as_word(term).search(words)]  # fmt: skip


def _without_titles(text: str) -> str:
    """Lesson 3 may say "Next: Gradient descent" or "lesson 4, Gradient descent", and link to it."""
    text = re.sub(r"\[[^\]]*\]\(\d\d_\w+\.ipynb\)|\b\d\d_\w+\.ipynb", "", text)
    for lesson in LISTED:
        pointer = rf"\b(next|lesson \d+|\d\d)[\s:,*_\"(]+{re.escape(lesson.title)}"
        text = re.sub(pointer, "", text, flags=re.IGNORECASE)
    return text


def _as_word(term: str) -> re.Pattern:
    inner = r"[\s-]+".join(re.escape(part) for part in re.split(r"[\s_-]+", term))
    return re.compile(rf"\b{inner}(s|es)?\b", re.IGNORECASE)


def no_word_hurts(page: Page) -> list[str]:
    return hurting("\n".join([_all_text(page), *plain_texts(page)]))


def hurting(text: str) -> list[str]:
    """Return a complaint for each word in `text` that no lesson uses."""
    found = [match for rule in (NEVER, JUST, EMOJI) for match in rule.finditer(text)]
    return [f"'{match[0]}' in {text[max(0, match.start() - 30) : match.end() + 30]!r}"
            for match in found]  # fmt: skip


CHECKS = [
    code_is_plain_python,
    imports_are_few,
    no_name_comes_too_early,
    no_term_comes_too_early,
    no_word_hurts,
]
