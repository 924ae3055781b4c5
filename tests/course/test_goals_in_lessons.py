"""No cell of a lesson reaches a goal: what it does with an explorer is not the learner's doing."""

import ast
import builtins

import pytest

from dlfs.classroom.explore.live import Explorer
from dlfs.classroom.keeping import store
from tools.proof.pages import Page, all_pages
from tests.course.planted import lesson, printed

MADE: list[Explorer] = []
LESSONS = [page for page in all_pages() if page.is_lesson]


@pytest.fixture(autouse=True)
def followed(monkeypatch, tmp_path):
    """Every explorer follows its goals from the moment it is made, and nothing is kept from before."""
    monkeypatch.setenv("DLFS_ANSWERS", str(tmp_path))
    monkeypatch.setattr(store, "_unsaved", [])
    assemble = Explorer.assemble

    def assembled(self, *arguments, **named):
        assemble(self, *arguments, **named)
        self.aims.begin()
        MADE.append(self)

    monkeypatch.setattr(Explorer, "assemble", assembled)
    MADE.clear()


def names_in(source: str, context: type) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Name) and isinstance(node.ctx, context)}  # fmt: skip


def given_by(source: str) -> set[str]:
    """Return the names that a cell gives to those after it."""
    nodes = list(ast.walk(ast.parse(source)))
    named = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    imported = {(name.asname or name.name).split(".")[0] for node in nodes
                if isinstance(node, ast.Import | ast.ImportFrom) for name in node.names}  # fmt: skip
    return named | imported | names_in(source, ast.Store)


def cells_of_explorers(page: Page) -> list[str]:
    """Return the cells that make and move explorers, and those that they need, in their order."""
    sources = [cell.source for cell in page.code
               if "raises-exception" not in str(cell.metadata)]  # fmt: skip
    wanted, explorers, kept = set(), explorers_named_in(sources), []
    for source in reversed(sources):
        if given_by(source) & wanted or names_in(source, ast.Load) & explorers:
            kept.append(source)
            wanted |= names_in(source, ast.Load) - vars(builtins).keys()
    return kept[::-1]


def explorers_named_in(sources: list[str]) -> set[str]:
    """Return the names that cells give to explorers, and the name `explore` itself."""
    assigned = [node for source in sources for node in ast.parse(source).body
                if isinstance(node, ast.Assign) and "explore." in ast.unparse(node.value)]  # fmt: skip
    return {"explore", *(ast.unparse(node.targets[0]) for node in assigned)}


def reached_by(page: Page) -> list[str]:
    space = {"__name__": "__main__"}
    for source in cells_of_explorers(page):
        exec(compile(source, page.path.name, "exec"), space)
    return [goal for explorer in MADE for goal in explorer.aims.reached]


@pytest.mark.parametrize("page", LESSONS, ids=lambda page: page.lesson.number)
def test_the_cells_of_a_lesson_reach_no_goal(page):
    assert reached_by(page) == []
    assert len(MADE) >= sum("= explore." in cell.source for cell in page.code)


def test_a_cell_that_reaches_a_goal_is_found():
    page = lesson(printed("from dlfs.classroom import explore\nrates = (0.1, 0.2)", ""),
                  printed("unused = 1 / 0", ""),
                  printed("valley = explore.descent(curvature=4)\nvalley", ""),
                  printed("for rate in rates:\n    valley.learning_rate.value = rate", ""))  # fmt: skip
    assert reached_by(page) == ["descent-three"]
