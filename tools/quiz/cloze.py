"""A field for one of several numbers, in the notation of Moodle's cloze questions.

    {1:NUMERICAL:=10:0.1#Right.~%0%25:0.25#Not yet. ...}

Moodle grades each field by itself. So a reply to a wrong list of numbers stands at the fields whose
number alone gives the slip away: those where no other slip, and not the answer, has the same one.
"""

import html

from dlfs.classroom.lessons import Question
from dlfs.classroom.lessons.question import ANY
from tools.quiz import markup
from tools.quiz.numbers import accepted

# What ends a reply, or begins one, is written as an entity: Moodle makes the sign of it again.
SIGNS = str.maketrans({sign: f"&#{ord(sign)};" for sign in "{}~#\\"})


def field(question: Question, at: int) -> str:
    """Return the field for the number `at` of `question`, with the replies that are sure."""
    right = _alternatives("=", question.answer[at], question.tolerance, "Right.")
    wrong = [each for value, reply in slips(question, at)
             for each in _alternatives("%0%", value, question.tolerance,
                                       f"Not yet. {reply}")]  # fmt: skip
    return "{1:NUMERICAL:" + "~".join(right + wrong) + "}"


def slips(question: Question, at: int) -> list[tuple[float, str]]:
    """Return the wrong values of the field `at` that mean one slip, each with the reply to it."""
    replies: dict[float, set[str]] = {}
    for wrong in question.wrong:
        if wrong.value[at] not in (ANY, question.answer[at]):
            replies.setdefault(wrong.value[at], set()).add(wrong.reply)
    return [(value, said.pop()) for value, said in replies.items() if len(said) == 1]


def _alternatives(sign: str, value: float, tolerance: float, said: str) -> list[str]:
    return [f"{sign}{each.value}:{each.tolerance}#{_kept(said)}"
            for each in accepted(value, tolerance)]  # fmt: skip


def _kept(said: str) -> str:
    """What Moodle reads as `said`: it resolves entities once, and shows the rest as HTML."""
    return html.escape(markup.spoken(said), quote=False).translate(SIGNS)
