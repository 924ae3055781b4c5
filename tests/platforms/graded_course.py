"""A course in nbgrader's hands: what is handed out, what students hand in, what they get for it."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from dlfs.classroom import lessons
from tools import environment, students
from tools.grading import assignments
from tools.grading.exercise_cells import answer_in_words, points_of


class Course:
    """nbgrader's folder `place`, with an assignment for each lesson that is named."""

    def __init__(self, place: Path, *numbers: str):
        self.place = place
        written = assignments.write(students.chosen_lessons(numbers), students.cleared, place)
        self.names = {path.name[:2]: path.stem for path in written}

    def nbgrader(self, *words: str) -> str:
        """Run the real nbgrader, and return what it says. Raises where it fails."""
        variables = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent),
                                                            os.environ["PATH"]])}  # fmt: skip
        environment.use_own_kernel(variables)
        done = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=self.place,
                              env=variables, capture_output=True, text=True)  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout + done.stderr

    def source(self, number: str) -> Path:
        return self._file("source", number)

    def released(self, number: str) -> Path:
        return self._file("release", number)

    def hand_out(self, number: str) -> None:
        self.nbgrader("generate_assignment", self.names[number])

    def hand_in(self, number: str, student: str, solve: Callable[[str], str | None]) -> None:
        """Hand in what was released, each exercise's cell replaced by `solve(its id)`, if any."""
        notebook = json.loads(self.released(number).read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            known = cell["metadata"].get("nbgrader", {})
            if known.get("solution") and (text := solve(known["grade_id"])) is not None:
                cell["source"] = text
        released = self.released(number)
        target = self.place / "submitted" / student / released.stem / released.name
        target.parent.mkdir(parents=True)
        target.write_text(json.dumps(notebook), encoding="utf-8")

    def grade(self, number: str) -> None:
        self.nbgrader("autograde", self.names[number])

    def points(self) -> dict[tuple[str, str], tuple[float, float]]:
        """Return the points and the most there are, by the lesson's number and the student."""
        self.nbgrader("export", "--to", "grades.csv")
        with (self.place / "grades.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return {(row["assignment"][:2], row["student_id"]):
                (float(row["score"]), float(row["max_score"])) for row in rows}  # fmt: skip

    def _file(self, step: str, number: str) -> Path:
        name = self.names[number]
        return self.place / step / name / f"{name}.ipynb"


def most(number: str) -> float:
    """Return all points of a lesson, by its exercises."""
    return float(sum(map(points_of, lessons.exercises(number))))


def solution(number: str) -> Callable[[str], str]:
    """Return what solves an exercise of the lesson, by its id."""
    by_id = assignments.solutions_of(number)
    return lambda name: answer_in_words(lessons.find_exercise(name), by_id[name])
