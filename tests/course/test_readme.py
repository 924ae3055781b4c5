"""The README tells the truth: its map is the course, its links lead somewhere."""

import io
import re

import numpy as np
import pytest
from PIL import Image

from dlfs.classroom import lessons
from dlfs.classroom.engine.parts import reference_parts
from dlfs.classroom.explore.learning_rate import bounds, simulate
from tests.course.output_rules import SHORTEST_ALT
from tools import picture
from tools.course import README, ROOT, in_parts, lesson_map, read_course, with_map

TEXT = README.read_text(encoding="utf-8")


@pytest.mark.lesson
def test_the_lesson_map_is_the_course():
    assert TEXT == with_map(TEXT, lesson_map(read_course())), "make notebooks brings it up to date"


def test_the_minutes_are_those_of_the_map():
    first, *others = read_course()
    said = re.search(r"A lesson takes (\d+) minutes in class, the first one (\d+), at home",
                     " ".join(TEXT.split()))  # fmt: skip
    assert {int(said[1])} == {lesson.minutes for lesson in others}
    assert int(said[2]) == first.minutes


WORDS = {word: number for number, word in enumerate(
    "one two three four five six seven eight nine ten eleven twelve".split(), start=1)}  # fmt: skip


def test_the_first_words_count_the_lessons_and_the_lines_of_the_engine():
    words = " ".join(TEXT.split())
    counted = re.search(r"(\w+) lessons make the engine, (\w+) put it to work", words)
    assert [WORDS[word.lower()] for word in counted.groups()] == [
        len(lessons) for lessons in in_parts(read_course()).values()
    ]
    said = re.search(r"it has (\d+) lines, .*? (\d+) of these lines you have written", words)
    parts = {name: part for name, (_, part) in reference_parts().items()}
    asked = {exercise.reference.__name__ for number in lessons.numbers()
             for exercise in lessons.exercises(number) if exercise.reference}  # fmt: skip
    lines = [sum(part.lines for part in parts.values()),
             sum(part.lines for name, part in parts.items() if name in asked)]  # fmt: skip
    assert [round(count, -1) for count in lines] == [int(count) for count in said.groups()]


def test_every_lesson_is_in_one_part_and_a_part_without_a_lesson_is_not_shown():
    course = read_course()
    parts = in_parts(course)
    assert [lesson for lessons in parts.values() for lesson in lessons] == course and len(parts) == 2
    assert [*in_parts(course[:3])] == [*parts][:1]


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


def is_up_to_date(text: str, inside: str) -> bool:
    """Whether the README and the PNG both say what the explorer computes."""
    return text == picture.with_words(text, picture.words()) and inside == picture.words()


def test_the_picture_and_its_words_have_the_numbers_of_the_explorer():
    assert is_up_to_date(TEXT, picture.words_inside()), "make notebooks brings them up to date"


def test_words_and_pictures_of_other_numbers_are_found():
    safe = f"{bounds()[0]:.2f}"
    assert not is_up_to_date(TEXT.replace(safe, "7.77"), picture.words_inside())
    assert not is_up_to_date(TEXT, picture.words_inside().replace(safe, "7.77"))
    assert not is_up_to_date(TEXT, "")


def test_the_picture_is_drawn_anew_when_its_numbers_change_and_only_then(tmp_path, monkeypatch):
    readme, png = tmp_path / "README.md", tmp_path / "picture.png"
    readme.write_text(f"Before. {TEXT} After.", encoding="utf-8")
    picture.write_picture(readme, png)
    assert picture.words_inside(png) == picture.words()
    first, changed = png.read_bytes(), png.stat().st_mtime_ns
    picture.write_picture(readme, png)
    assert png.stat().st_mtime_ns == changed
    monkeypatch.setattr(picture, "bounds", lambda: (1.5, 6.25, 0.4))
    picture.write_picture(readme, png)
    assert "1.50, no promise up to 6.25" in picture.words_inside(png) and png.read_bytes() != first
    text = readme.read_text(encoding="utf-8")
    assert "1.50" in text and text.startswith("Before. ") and text.endswith(" After.")


def test_the_picture_shows_the_explorer_at_its_rate():
    with Image.open(io.BytesIO(picture.drawn())) as new, Image.open(picture.PICTURE) as stored:
        assert new.size == stored.size
        pixels = [np.asarray(image.convert("L"), dtype=float) for image in (new, stored)]
    assert np.abs(pixels[0] - pixels[1]).mean() < 3


def test_the_floor_is_reached_at_the_step_that_is_said():
    _, J = simulate(picture.RATE)
    step = int(re.search(r"same floor after (\d+) steps", picture.words())[1])
    assert J[step] < 1.01 * bounds()[2] <= J[step - 1]


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
