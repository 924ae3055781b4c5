"""Prints the course: worksheets for students, the same with answers and a guide, and cards.

Nothing is typed twice. A worksheet is made of what the lesson holds: `material` reads it, `sheet`
chooses what a student sees, `answers` is what only instructors see, `convert` makes Typst of
Markdown and of every formula, `paper` writes pages, and `cards` draws what the library computes.
"""


class HandoutError(Exception):
    """A handout that cannot be made; its text names the lesson, the place and the way out."""
