"""Makes of an exercise's cell what nbgrader asks for: a cell to solve, and one that gives points.

    def step(x, gradient, learning_rate):       the stub, as every student gets it
        return ...

    ### BEGIN SOLUTION                          taken out when the assignment is handed out
    def step(x, gradient, learning_rate):
        return x - learning_rate * gradient(x)
    ### END SOLUTION

    check("descent-step", step)                 tells the student at once

The second cell is locked. Its hidden test is the same check, and raises where it is not passed.
"""

import ast

from dlfs.classroom.lessons import Exercise

POINTS = {"faded": 1, "parsons": 1, "make": 2, "challenge": 2}
HIDDEN = "### {} HIDDEN TESTS"
SOLUTION = "### {} SOLUTION"


def exercise_of(source: str) -> str:
    """Return the id of the exercise that a cell's last line checks; "" where it checks none."""
    call = _last_check(source)
    return call.args[0].value if call else ""


def to_solve(source: str, exercise: Exercise, solution: str) -> str:
    """Return the cell `source` with `solution` between the marks, and an answer that has a name."""
    call = _last_check(source)
    lines = source.split("\n")
    stub = "\n".join(lines[: call.lineno - 1]).rstrip()
    if exercise.kind != "function":
        stub = f"{_name(exercise)} = {ast.get_source_segment(source, call.args[1])}"
    marked = "\n".join([SOLUTION.format("BEGIN"), solution.strip(), SOLUTION.format("END")])
    return f'{stub}\n\n{marked}\n\ncheck("{exercise.id}", {_answer(call, exercise)})'


def to_grade(source: str, exercise: Exercise) -> str:
    """Return the source of the locked cell that stands below the cell `source`."""
    points = points_of(exercise)
    return "\n".join([
        f"# {points} point{'s'[: points > 1]}, by the check above: it is run again for grading.",
        HIDDEN.format("BEGIN"),
        "from dlfs.classroom import check\n",
        f'check("{exercise.id}", {_answer(_last_check(source), exercise)}, strict=True)',
        HIDDEN.format("END"),
    ])  # fmt: skip


def answer_in_words(exercise: Exercise, solution: str) -> str:
    """Return the lines that solve the exercise: a function's source, or an answer with its name."""
    if exercise.kind == "function":
        return solution
    value = exercise.accepted[0] if exercise.kind == "order" else exercise.value
    return f"{_name(exercise)} = {value!r}"


def points_of(exercise: Exercise) -> int:
    return POINTS[exercise.phase]


def _answer(call: ast.Call, exercise: Exercise) -> str:
    return ast.unparse(call.args[1]) if exercise.kind == "function" else _name(exercise)


def _name(exercise: Exercise) -> str:
    return exercise.id.replace("-", "_")


def _last_check(source: str) -> ast.Call | None:
    """The call `check("id", answer)` that ends a cell, or None."""
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a magic line
        return None
    call = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    if isinstance(call, ast.Call) and ast.unparse(call.func) == "check" and len(call.args) == 2:
        return call
    return None
