"""The README tells the truth: its map is the course, its links lead somewhere."""

import re

import pytest

from tests.course.output_rules import SHORTEST_ALT
from tools.course import README, ROOT, lesson_map, read_course, with_map

TEXT = README.read_text(encoding="utf-8")


@pytest.mark.lesson
def test_the_lesson_map_is_the_course():
    assert TEXT == with_map(TEXT, lesson_map(read_course())), "make notebooks brings it up to date"


def test_a_map_that_differs_from_the_course_is_found():
    planted = TEXT.replace("| 75 |", "| 57 |", 1)
    assert planted != with_map(planted, lesson_map(read_course()))


def test_a_lesson_is_a_link_as_soon_as_it_exists(tmp_path):
    (tmp_path / "04_gradient_descent.ipynb").touch()
    table = lesson_map(read_course(), tmp_path)
    assert "| [04 Gradient descent](notebooks/04_gradient_descent.ipynb) |" in table
    assert "| 05 Chain rule and backpropagation |" in table
    assert "A lesson without a link is still being written." in table


def dead_links(text: str) -> list[str]:
    """Return the relative links and pictures that lead to no file of the repository."""
    targets = re.findall(r"\]\(([^)]+)\)", text)
    return [target for target in targets if "://" not in target and not (ROOT / target).exists()]


def test_every_link_and_picture_leads_somewhere():
    assert dead_links(TEXT) == []


def test_a_dead_link_is_found():
    assert dead_links("[a](nowhere.md) and ![b](LICENSE)") == ["nowhere.md"]


def test_every_picture_has_an_alt_text():
    alts = re.findall(r"!\[([^\]]*)\]", TEXT)
    assert alts and all(len(alt) >= SHORTEST_ALT for alt in alts)


def unnamed_rooms(text: str) -> list[str]:
    """Return the folders of the library, and the files of its ground floor, that are not named."""
    here = ROOT / "dlfs"
    rooms = [path.parent.name for path in here.rglob("__init__.py") if path.parent != here]
    files = [path.stem for path in here.glob("[a-z]*.py")]
    return [name for name in sorted(rooms + files) if not re.search(rf"\b{name}\b", text)]


def test_every_room_of_the_library_and_every_file_of_the_engine_is_named():
    where = TEXT.partition("Where things are")[2]
    assert unnamed_rooms(where) == []
    assert "keeping" in unnamed_rooms(where.replace("keeping", "storing"))


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`make ([a-z-]+)", TEXT))))
def test_every_command_is_a_target_of_the_makefile(command):
    assert re.search(rf"^{command}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_credit_is_given():
    assert "Deep Learning From Scratch - Theory and Implementation" in TEXT
    assert "Daniel\nSabinasz" in TEXT or "Daniel Sabinasz" in TEXT
