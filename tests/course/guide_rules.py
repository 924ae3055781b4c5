"""An instructor's guide keeps its form, and says nothing that the lesson does not hold.

    # Guide to lesson 4: Gradient descent
    ## The idea ... ## Rubric                      the SECTIONS, in this order
    | 75 | 45 | 50 | 90 | what happens | ... |     start minutes of the four forms, "-": left out
    `descent`: `learning_rate = 1.9`, `[0.5]`      an explorer, a control's value, a button
    ### gd-2                                       an item, and first of all the expected split:
    Expected: A 45, B 15, C 15, D 25 %.            letters, or: right 40, `2.4`: 35, others 25
    - `gd-1`: ...                                  an item of the exit ticket

Every check is a function of a `Guide` that returns a list of complaints; an empty list is a pass.
What speaks of a lesson's items passes as long as the lesson has no notebook.
"""

import re

from dlfs.classroom import explore, lessons
from dlfs.classroom.asking.verdicts import judge
from tests.course import word_rules
from tools.proof.guide_play import CODE, explorers_of
from tools.proof.guides import FENCE, INSTRUCTOR, Guide, readouts, unproved, unsaid

TEACHING = INSTRUCTOR / "teaching.md"
SECTIONS = [
    "The idea", "The minutes", "The predictions", "Misconceptions and words to avoid",
    "To discuss", "On the board", "Pairs, and a room of 300", "Fast and slow",
    "Without a kernel, colours or a network", "Exit ticket", "Rubric",
]  # fmt: skip
FORMS = (45, 50, 90)
SHORT = ("45", "50")
DROPPED = range(58, 68)
WORDS = range(700, 1001)
WIDEST = 78
DASH = "-"
NAME = re.compile(r"[a-z]+(-[a-z0-9]+)+")


def has_its_title(guide: Guide) -> list[str]:
    wanted = f"# Guide to lesson {int(guide.number)}: {guide.lesson.title}"
    return [] if guide.text.startswith(wanted + "\n") else [f"the first line is not '{wanted}'"]


def has_its_sections(guide: Guide) -> list[str]:
    found = list(guide.sections)
    return [] if found == SECTIONS else [f"the sections are {found}, not {SECTIONS}"]


def fits_on_two_pages(guide: Guide) -> list[str]:
    count = word_count(guide.text)
    bounds = f"{WORDS[0]} to {WORDS[-1]}"
    return [] if count in WORDS else [f"{count} words, not {bounds}"]


def word_count(text: str) -> int:
    """Return the number of words, those of the board's drawing left out."""
    return len(re.findall(r"[^\W\d_][\w'-]*", FENCE.sub("", text)))


def rows_of(section: str) -> list[list[str]]:
    """Return the cells of the table's rows: the head first, and without the line below it."""
    lines = [line.strip() for line in section.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return rows[:1] + rows[2:]


def covers_the_minutes(guide: Guide) -> list[str]:
    head, *rows = rows_of(guide.sections["The minutes"]) or [[]]
    minutes = guide.lesson.minutes
    forms = [str(minutes), *(str(form) for form in FORMS if form != minutes)]
    if head != [*forms, "what happens", "what you set and say"]:
        return [f"the columns are {head}"]
    if any(len(row) != len(head) for row in rows):
        return ["a row has not as many cells as the head"]
    ends = zip(forms, zip(*(row[: len(forms)] for row in rows), strict=True), strict=True)
    said = [f"the form of {form} minutes: {fault}" for form, column in ends
            for fault in _faults(int(form), column)]  # fmt: skip
    kept = _second_prediction_kept(forms, rows) if guide.asked("second") else []
    return said + kept + _other_minutes(guide, rows)


def _faults(end: int, column: tuple[str, ...]) -> list[str]:
    if not all(cell == DASH or cell.isdigit() for cell in column):
        return [f"neither a minute nor a dash: {column}"]
    starts = [int(cell) for cell in column if cell != DASH]
    if any(a >= b for a, b in zip(starts, starts[1:], strict=False)):
        return [f"not ascending: {starts}"]
    covered = starts[:1] == [0] and column[-1] == str(end)
    return [] if covered else [f"runs not from 0 to {end}: {starts}"]


def _second_prediction_kept(forms: list[str], rows: list[list[str]]) -> list[str]:
    short = [at for at, form in enumerate(forms) if form in SHORT and at > 0]
    return [f"the form of {forms[at]} minutes keeps '{row[len(forms)]}'" for row in rows
            if row[0].isdigit() and int(row[0]) in DROPPED
            for at in short if row[at] != DASH]  # fmt: skip


def asks_what_every_form_has(guide: Guide) -> list[str]:
    """A rubric names no prediction that a short form drops, and no number of them."""
    second = {question.id for question in guide.asked("second")}
    rubric = guide.sections["Rubric"]
    named = [f"the rubric asks for {name}" for name in sorted(second)
             if re.search(rf"^\| 2 \|.*`{name}`", rubric, re.MULTILINE)]  # fmt: skip
    counted = re.findall(r"\b(?:both|two|three) predictions\b", rubric)
    return named + [f"the rubric counts: {words}" for words in counted]


def _other_minutes(guide: Guide, rows: list[list[str]]) -> list[str]:
    if guide.page is None:
        return []
    said = set(re.findall(r"\bMinutes (\d+) to \d+", "\n".join(guide.page.markdown)))
    missing = sorted(said - {row[0] for row in rows}, key=int)
    return [f"the notebook has a part at minute {minute}, the table has none" for minute in missing]


def has_the_predictions_of_its_lesson(guide: Guide) -> list[str]:
    if guide.page is None:
        return []
    wanted = {question.id for question in guide.asked("predict", "second")}
    return [f"the predictions are {sorted(guide.predictions)}, in the lesson {sorted(wanted)}"
            for _ in "x" if set(guide.predictions) != wanted]  # fmt: skip


def splits_add_up(guide: Guide) -> list[str]:
    """Every expected split makes about 100 %, of answers that the question foresees."""
    said = []
    questions = {question.id: question for question in guide.asked("predict", "second")}
    for name in guide.predictions:
        shares = guide.expected(name)
        total = sum(share for _, share in shares)
        if not 95 <= total <= 105:
            said.append(f"{name}: the expected split is {total} %")
        elif name in questions:
            labels = [label for label, _ in shares]
            said += [f"{name}: {fault}" for fault in _unforeseen(questions[name], labels)]
    return said


def _unforeseen(question, labels: list[str]) -> list[str]:
    if question.kind == "choice":
        wanted = list(question.letters)
        return [] if labels == wanted else [f"the split is over {labels}, not {wanted}"]
    values = [label for label in labels if label not in ("right", "others")]
    wrong = [value for value in values if not judge(question, value).misconception]
    missing = [] if "right" in labels else ["the split has no share that is right"]
    return missing + [f"no wrong value of the question is {value}" for value in wrong]


def names_items_that_exist(guide: Guide) -> list[str]:
    if guide.page is None:
        return []
    known = {name for number in lessons.numbers() for name in lessons.lesson(number).ids}
    shown = [getattr(explore, name) for name in explorers_of(guide.page)]
    known |= {goal.id for explorer in shown for goal in explorer.goals}
    known |= {explorer.curve.id for explorer in shown if explorer.curve}
    spans = {span for span, _ in CODE.findall(FENCE.sub("", guide.text))}
    return [f"no item is called {span}" for span in sorted(spans - known) if NAME.fullmatch(span)]


def has_the_exit_ticket_of_its_lesson(guide: Guide) -> list[str]:
    if guide.page is None:
        return []
    found = re.findall(r"^- `([^`]+)`: \w", guide.sections["Exit ticket"], flags=re.MULTILINE)
    wanted = [question.id for question in guide.asked("exit")]
    agree = sorted(found) == sorted(wanted)
    return [] if agree else [f"the exit ticket is {found}, in the lesson {wanted}"]


def has_three_prompts_a_board_and_a_rubric(guide: Guide) -> list[str]:
    prompts = re.findall(r"^(\d)\. ", guide.sections["To discuss"], flags=re.MULTILINE)
    said = [] if prompts == ["1", "2", "3"] else [f"the prompts are numbered {prompts}"]
    drawings = FENCE.findall(guide.text)
    if len(drawings) != 1:
        return [*said, f"{len(drawings)} drawings for the board"]
    lines = drawings[0].splitlines()
    said += [f"too wide for the board: {line}" for line in lines if len(line) > WIDEST]
    said += [f"not ASCII: {line}" for line in lines if not line.isascii()]
    marks = [row[0] for row in rows_of(guide.sections["Rubric"])]
    return said + ([] if marks == ["mark", "0", "1", "2", "3"] else [f"the marks are {marks}"])


def sets_what_its_explorers_have(guide: Guide) -> list[str]:
    return readouts(guide)[0]


def its_explorers_say_what_it_says(guide: Guide) -> list[str]:
    """A number beside a setting is in the sentence that the explorer says at that setting."""
    return [f"no setting of its line makes the explorer say {number}"
            for _, number in unsaid(guide)]  # fmt: skip


def numbers_are_proved(guide: Guide) -> list[str]:
    """A number in a guide is printed by its lesson, or claimed, as one in the lesson's prose is."""
    return [f"{number} is neither printed by a cell nor asserted in claims.py"
            for _, number in unproved(guide)]  # fmt: skip


def no_word_hurts(guide: Guide) -> list[str]:
    return word_rules.hurting(guide.text)


def sentences(text: str) -> set[str]:
    """Return the sentences of at least eight words, the tables' cells among them."""
    plain = re.sub(r"\s+", " ", re.sub(r'["`]', "", FENCE.sub("", text)).replace("|", ". "))
    parts = re.split(r"(?<=[.?!:])\s+", plain)
    return {part.strip() for part in parts if word_count(part) >= 8}


def types_nothing_twice(guide: Guide) -> list[str]:
    """What stands in the lesson's file is printed beside the guide, and not in it."""
    if guide.page is None:
        return []
    again = sentences(guide.text) & sentences("\n".join(_texts_of(guide.number)))
    return [f"stands in the lesson's file, too: {sentence}" for sentence in sorted(again)]


def _texts_of(number: str) -> list[str]:
    lesson = lessons.lesson(number)
    said = [text for task in lesson.tasks for text in (task["task"], *task["hints"], task.get("done", ""))]
    for question in lesson.questions:
        said += [question.text, question.why, *question.choices]
        said += [wrong.reply for wrong in question.wrong]
    return said


CHECKS = [
    has_its_title,
    has_its_sections,
    fits_on_two_pages,
    covers_the_minutes,
    has_the_predictions_of_its_lesson,
    splits_add_up,
    names_items_that_exist,
    has_the_exit_ticket_of_its_lesson,
    has_three_prompts_a_board_and_a_rubric,
    sets_what_its_explorers_have,
    its_explorers_say_what_it_says,
    asks_what_every_form_has,
    numbers_are_proved,
    types_nothing_twice,
    no_word_hurts,
]
