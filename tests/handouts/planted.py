"""Small lessons with a fault or a peculiarity, for tests that must find it."""

import base64
import json
from pathlib import Path

from tools.course import NOTEBOOKS, Lesson, read_course
from tools.handouts.material import Material, read_material

LESSON: Lesson = next(lesson for lesson in read_course() if lesson.number == "04")
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
)
HEAD = "# Lesson 4: Gradient descent\n\n**75 minutes.**"


def words(source: str, *tags: str) -> dict:
    """A Markdown cell."""
    return {"cell_type": "markdown", "source": source, "metadata": {"tags": list(tags)}}


def code(source: str, *outputs: dict, tags: tuple = ()) -> dict:
    """A code cell with its outputs."""
    return {
        "cell_type": "code", "source": source, "outputs": list(outputs),
        "metadata": {"tags": list(tags)},
    }  # fmt: skip


def picture(name: str, strip: bool = True, alt: str = "A picture of a thing, with an alt") -> dict:
    """The output of a figure, or of an explorer; pictures with the same name are the same."""
    html = f'<figure><img alt="{alt}" src=""><figcaption>{name}</figcaption></figure>'
    png = base64.b64encode(DOT + name.encode()).decode()
    html = f'<div class="dlfs-still">{html}</div>' if strip else html
    return {"output_type": "display_data", "data": {"image/png": png, "text/html": html}}


def printed(text: str) -> dict:
    """The output of a print."""
    return {"output_type": "stream", "text": text}


def material(folder: Path, *cells: dict) -> Material:
    """A lesson 4 of these cells, after its first one."""
    notebook = {"cells": [words(HEAD), *cells]}
    (folder / LESSON.file).write_text(json.dumps(notebook), encoding="utf-8")
    return read_material(LESSON, folder)


def course_with(folder: Path, *cells: dict) -> Path:
    """A folder of notebooks whose only lesson is made of these cells."""
    material(folder, *cells)
    (folder / "course.toml").write_bytes((NOTEBOOKS / "course.toml").read_bytes())
    return folder
