"""Writes a question as an element of Moodle XML: one of four types.

    choice               multichoice, its letters in the lesson's order: replies may name them
    one number           numerical: the answer, the values that were foreseen, and * for any other
    several numbers      cloze: one question, a field for each; all points only where all are right
    a sentence           essay: nobody grades it but a person
"""

from xml.etree.ElementTree import Element, SubElement

from dlfs.classroom.asking.verdicts import NUDGE, nudge_of
from dlfs.classroom.lessons import Question
from dlfs.classroom.wording import one_line
from tools.quiz import markup
from tools.quiz.cloze import field
from tools.quiz.numbers import accepted

RIGHT, NOT_YET = "Right.", "Not yet. "
FORMS = {"choice": "multichoice", "number": "numerical", "sentence": "essay"}
COMMON = {"defaultgrade": "1", "penalty": "0.3333333", "hidden": "0"}
SETTINGS = {
    "multichoice": {"single": "true", "shuffleanswers": "false", "answernumbering": "ABCD",
                    "showstandardinstruction": "0"},
    "numerical": {"unitgradingtype": "0", "unitpenalty": "0.1", "showunits": "3", "unitsleft": "0"},
    "essay": {"responseformat": "editor", "responserequired": "1", "responsefieldlines": "5",
              "attachments": "0", "attachmentsrequired": "0"},
    "cloze": {},
}  # fmt: skip


def category(name: str) -> Element:
    """Return the element that puts the questions behind it into the category `name`."""
    element = Element("question", type="category")
    _text(element, "category", f"$course$/top/{name}")
    return element


def question(of: Question) -> Element:
    """Return `of` as a question of Moodle, with its texts, its answers and what is said to each."""
    form = "cloze" if of.count > 1 else FORMS[of.kind]
    element = Element("question", type=form)
    _text(element, "name", f"{of.id}: {one_line(of.title)}")
    _html(element, "questiontext", _asked(of))
    _html(element, "generalfeedback", markup.page(of.why))
    for name, value in (COMMON | SETTINGS[form] | {"idnumber": of.id}).items():
        SubElement(element, name).text = value
    if form == "multichoice":
        _add_choices(element, of)
    elif form == "numerical":
        _add_values(element, of)
    SubElement(SubElement(SubElement(element, "tags"), "tag"), "text").text = of.where
    return element


def _asked(of: Question) -> str:
    if of.count == 1:
        return markup.page(of.text)
    lines = [f"<p>{markup.line(label)}: {field(of, at)}</p>" for at, label in enumerate(of.labels)]
    return markup.page(of.text) + "".join(lines)


def _add_choices(element: Element, of: Question) -> None:
    replies = {wrong.value: NOT_YET + wrong.reply for wrong in of.wrong}
    for letter, choice in zip(of.letters, of.choices):
        right = letter == of.answer
        said = RIGHT if right else replies.get(letter, of.nudge or NUDGE)
        _add_answer(element, markup.line(choice), right, said, format="html")


def _add_values(element: Element, of: Question) -> None:
    foreseen = [(of.answer, RIGHT), *((wrong.value, NOT_YET + wrong.reply) for wrong in of.wrong)]
    for value, said in foreseen:
        for each in accepted(value, of.tolerance):
            answer = _add_answer(element, each.value, said == RIGHT, said)
            SubElement(answer, "tolerance").text = each.tolerance
    rest = _add_answer(element, "*", False, nudge_of(of))
    SubElement(rest, "tolerance").text = "0"


def _add_answer(element: Element, value: str, right: bool, said: str, **kind: str) -> Element:
    answer = SubElement(element, "answer", fraction="100" if right else "0", **kind)
    SubElement(answer, "text").text = value
    _html(answer, "feedback", markup.page(said))
    return answer


def _text(element: Element, name: str, text: str) -> None:
    SubElement(SubElement(element, name), "text").text = text


def _html(element: Element, name: str, text: str) -> None:
    SubElement(SubElement(element, name, format="html"), "text").text = text
