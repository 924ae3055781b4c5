"""Writes the first half of the instructor's edition: the guide, and what each answer means.

The guide's words are Markdown in notebooks/instructor. What it says about a question is set beside
the question's own answer and its foreseen wrong values, which stand in the lesson's toml.
"""

from dlfs.classroom.lessons import Question, find_exercise, find_question
from tools.handouts.answers import PREDICTIONS, Guide, answer_of, guide_path, in_words
from tools.handouts.material import Material
from tools.handouts.paper import Say


def pages(material: Material, guide: Guide | None, say: Say) -> str:
    """Return the Typst of the guide, or of a line that says that nobody has written it yet."""
    place = f"Lesson {material.lesson.number} (instructor's guide)"
    parts = [f"#guide-head([Lesson {int(material.lesson.number)}: the guide])"]
    if guide is None:
        name = f"notebooks/instructor/{guide_path(material.lesson).name}"
        parts.append("#part([Guide])")
        parts.append(f"This lesson has no guide yet. Its place is `{name}`.")
    else:
        place = f"Lesson {material.lesson.number} ({guide.path.name})"
        for title, text in guide.sections:
            parts += [f"#part([{say(title, place)}])", say(text, place) if text else ""]
            if title == PREDICTIONS:
                parts += [_question(name, text, say, place) for name, text in _known(guide)]
    parts += _the_rest(material, guide, say, place)
    parts += _exercises(material, say, place)
    return "\n\n".join(part for part in parts if part)


def _known(guide: Guide) -> list[tuple[str, str]]:
    return [(name, text) for name, text in guide.predictions.items() if find_question(name)]


def _the_rest(material: Material, guide: Guide | None, say: Say, place: str) -> list[str]:
    """Return the questions that the guide says nothing of: they have answers all the same."""
    told = guide.predictions if guide else {}
    rest = [name for name in material.ids("ask") if name not in told]
    title = "The other questions" if told else "What the answers mean"
    return [f"#part([{title}])", *(_question(name, "", say, place) for name in rest)] * bool(rest)


def _question(name: str, text: str, say: Say, place: str) -> str:
    question = find_question(name)
    place = f"{place}, question {name}"
    answer = answer_of(name)
    head = f"#part([{say(question.title, place)} #h(1fr) #name-tag(\"{name}\")], level: 3)"
    right = f"*Answer: {answer}.* " if answer else ""
    asked = say(_in_short(question), place)
    parts = [head, asked, f"#key[{right}{say(question.why, place)}]"]
    if text:
        parts.append(say(text, place))
    if question.wrong:
        rows = "".join(
            f"[*{in_words(wrong.value)}*], [{say(wrong.misconception, place)}],"
            f" [{say(wrong.reply, place)}], "
            for wrong in question.wrong
        )
        parts.append(f"#verdicts({rows})")
    return "\n\n".join(parts)


def _in_short(question: Question) -> str:
    """Return the question's last paragraph and its choices: what the class is voting on."""
    *_, asked = [block for block in question.text.strip().split("\n\n") if block.strip()]
    listed = " ".join(
        f"**{letter}** {choice}" for letter, choice in zip(question.letters, question.choices)
    )
    return f"{asked}\n\n{listed}" if listed else asked


def _exercises(material: Material, say: Say, place: str) -> list[str]:
    """Return for each exercise its hints, and the mistakes that `check` knows by name."""
    names = [name for name in material.ids("check") if find_exercise(name)]
    if not names:
        return []
    return ["#part([The exercises: hints, and mistakes that check names])"] + [
        _exercise(name, say, f"{place}, exercise {name}") for name in names
    ]


def _exercise(name: str, say: Say, place: str) -> str:
    exercise = find_exercise(name)
    parts = [f"#part([{say(exercise.title, place)} #h(1fr) #name-tag(\"{name}\")], level: 3)"]
    parts += [f"*Hint {at}.* {say(hint, place)}" for at, hint in enumerate(exercise.hints, 1)]
    if exercise.accepted:
        parts.append(f"*All right orders:* {', '.join(exercise.accepted)}.")
    known = [(f"line {line}, which belongs nowhere", reply) for line, reply in exercise.distractors]
    known += [(one.name, one.reply) for one in exercise.mistakes]
    if known:
        rows = "".join(
            f"[{say(mistake, place)}], [{say(reply, place)}], " for mistake, reply in known
        )
        parts.append(f"#mistakes({rows})")
    return "\n\n".join(parts)
