"""The class page: one HTML file, without scripts, that prints in black and white.

For each lesson how far everybody came, what the class understood beside what the guide expects, and
what the guide says to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from string import Template

from dlfs.classroom import lessons
from dlfs.classroom.wording import inline, one_line
from tools.course import Lesson, read_course
from tools.proof.guides import Guide, guides
from tools.roster import curves, drawing, goals
from tools.roster.merging import Account
from tools.roster.progress import (
    Outline, Progress, outline_of, progress_of, rubric_of, stopped_early,
)  # fmt: skip
from tools.roster.tables import Row
from tools.roster.understanding import RIGHT, Group, Split, splits_of

TEMPLATE = Template((Path(__file__).parent / "class_page.html").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Chapter:
    """One lesson of the page: its entry in the course, its guide, the rows, and all persons."""

    lesson: Lesson
    guide: Guide | None
    rows: tuple[Row, ...]
    persons: tuple[str, ...]

    @cached_property
    def outline(self) -> Outline:
        return outline_of(self.lesson.number)

    @cached_property
    def progress(self) -> list[Progress]:
        rubric = rubric_of(self.guide) if self.guide else None
        return [progress_of(person, [row for row in self.rows if row["person"] == person],
                            self.outline, rubric) for person in self.persons]  # fmt: skip

    @cached_property
    def splits(self) -> list[Split]:
        found = {split.question.id: split for split in splits_of(list(self.rows), self.guide)}
        return [found[name] for name in self.outline.items if name in found]


def chapters_of(account: Account) -> list[Chapter]:
    """The lessons of which a report came, in the order of the course."""
    came = {row["lesson"] for row in account.rows}
    by_number = {guide.number: guide for guide in guides()}
    return [
        Chapter(lesson, by_number.get(lesson.number), tuple(row for row in account.rows
                if row["lesson"] == lesson.number), tuple(account.persons))
        for lesson in read_course() if lesson.number in came and lesson.number in lessons.numbers()
    ]  # fmt: skip


def page_of(account: Account, said: list[str]) -> str:
    """The page as HTML; `said` are the lines of what became of the files."""
    chapters = chapters_of(account)
    links = "".join(f'<li><a href="#lesson-{one.lesson.number}">{_title(one)}</a></li>'
                    for one in chapters)  # fmt: skip
    return TEMPLATE.substitute(
        persons=_count(len(account.persons), "person"), lessons=_count(len(chapters), "lesson"),
        links=links, signs=drawing.SIGNS, chapters="".join(map(_chapter, chapters)),
        account="".join(f"<li>{escape(line)}</li>" for line in said),
    )  # fmt: skip


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def _title(chapter: Chapter) -> str:
    return f"Lesson {int(chapter.lesson.number)}: {escape(chapter.lesson.title)}"


def _chapter(chapter: Chapter) -> str:
    number = chapter.lesson.number
    came = sum(one.handed_in for one in chapter.progress)
    questions = "".join(map(_question, chapter.splits))
    return (
        f'<section class="lesson" id="lesson-{number}"><h2>{_title(chapter)}</h2>'
        f"<p>{came} of {_count(len(chapter.progress), 'person')} handed in a report.</p>"
        f"{_to_look_after(chapter)}{_completion(chapter)}{_goals(chapter)}{_curves(chapter)}"
        f"<h3>What was understood</h3>{drawing.LEGEND}{questions}{_sentences(chapter)}</section>"
    )


def _to_look_after(chapter: Chapter) -> str:
    here = [one for one in chapter.progress if one.handed_in]
    early = {one.person: stopped_early(one, chapter.outline) for one in here}
    lines = {
        "Handed in nothing": [escape(one.person) for one in chapter.progress if not one.handed_in],
        "Passed no exercise": [escape(one.person) for one in here if not one.passed],
        "Stopped before the exit ticket": [f"{escape(name)} (after <code>{last}</code>)"
                                           for name, last in early.items() if last],
    }  # fmt: skip
    rows = "".join(f"<dt>{head}</dt><dd>{'; '.join(names) or 'nobody'}</dd>"
                   for head, names in lines.items())  # fmt: skip
    return f'<dl class="look">{rows}</dl>'


def _completion(chapter: Chapter) -> str:
    items, core = chapter.outline.items, chapter.outline.core
    heads = "".join(f'<th scope="col" class="item{" after" * (name not in core)}">'
                    f"<span>{name}</span></th>" for name in items)  # fmt: skip
    rows = "".join(_person(one, chapter.outline) for one in chapter.progress)
    total = len(chapter.progress)
    sums = "".join(f"<td>{sum(name in one.done for one in chapter.progress)}</td>" for name in items)
    return (
        f"<h3>How far everybody came</h3>{drawing.SIGN_LEGEND}"
        '<table class="completion"><thead><tr><th scope="col">person</th>'
        f'<th scope="col">to the exit ticket</th>{heads}<th scope="col">mark</th>'
        f'<th scope="col">not there for a 2</th></tr></thead><tbody>{rows}</tbody>'
        f'<tfoot><tr><th scope="row">done, of {total}</th><td></td>{sums}<td></td><td></td></tr>'
        "</tfoot></table><p class=\"note\">The mark is what the rubric of the guide proposes from the "
        "report: 0, 1 or 2. Whether it is a 3 is in the sentence.</p>"
    )


def _goals(chapter: Chapter) -> str:
    """Of the explorers' goals those that somebody reached; nobody has to, so no person is named."""
    reached = goals.counted(list(chapter.rows))
    told = "; ".join(f"<code>{name}</code> by {count}" for name, count in reached.items())
    return f'<p class="note">Goals reached: {told}.</p>' if told else ""


def _curves(chapter: Chapter) -> str:
    """What was drawn before an explorer showed it, all curves in one picture."""
    drawn = curves.bundles_of(list(chapter.rows))
    head = "<h3>What was drawn before looking</h3>" * bool(drawn)
    return head + "".join(map(curves.page_of, drawn))


def _person(one: Progress, outline: Outline) -> str:
    done = sum(name in one.done for name in outline.core)
    cells = "".join(f"<td>{drawing.sign(state)}</td>" for state in one.states.values())
    return (
        f'<tr><th scope="row">{escape(one.person)}</th>'
        f"<td>{drawing.bar_of_done(done, len(outline.core))}</td>{cells}"
        f"<td><strong>{one.mark}</strong></td><td>{_missing(one)}</td></tr>"
    )


def _missing(one: Progress) -> str:
    return escape(", ".join(one.missing)) if one.done else "nothing answered"


def _question(split: Split) -> str:
    rows = "".join(
        f'<tr{" class=right" * group.right}><th scope="row">{escape(group.label)}</th>'
        f"<td>{_meaning(group)}</td>"
        f"<td>{drawing.bars(group, split.count)}</td></tr>"
        for group in split.groups
    )
    return (
        f'<article class="question"><h4><code>{split.question.id}</code> '
        f"{inline(one_line(split.question.title))} <small>{_count(split.count, 'answer')}</small></h4>"
        f'<table class="split"><tbody>{rows}</tbody></table>{_to_do(split)}</article>'
    )


def _meaning(group: Group) -> str:
    named = f"<em>{inline(group.misconception)}</em>" if group.misconception else ""
    right = "<strong>right</strong>" if group.right and group.label != RIGHT else ""
    return "<br>".join(part for part in (inline(group.says), named, right) if part)


def _to_do(split: Split) -> str:
    group = split.largest_wrong
    if group is None:
        return "<p>Nobody was wrong.</p>"
    size = (f"{group.latest} of {split.count} still" if group.latest
            else f"{group.first} of {split.count} at first, nobody now")  # fmt: skip
    meaning = f" ({inline(group.misconception)})" if group.misconception else ""
    parts = [f"<p><strong>Largest wrong group:</strong> {escape(group.label)}{meaning}, {size}."]
    parts += [f" A reply: <q>{inline(one_line(group.reply))}</q>"] * bool(group.reply)
    parts.append("</p>")
    if split.advice:
        parts.append(f"<p><strong>What to do:</strong> {inline(one_line(split.advice))}</p>")
    return "".join(parts)


def _sentences(chapter: Chapter) -> str:
    asked = [name for name in chapter.outline.items
             if (question := lessons.find_question(name)) and question.kind == "sentence"]  # fmt: skip
    return "".join(_said(chapter, name) for name in asked)


def _said(chapter: Chapter, name: str) -> str:
    rows = [row for row in chapter.rows if row["id"] == name and row["first"]]
    told = "".join(f"<dt>{escape(row['person'])}</dt><dd>{escape(row['latest'] or row['first'])}</dd>"
                   for row in rows)  # fmt: skip
    advice = chapter.guide.advice(name) if chapter.guide else ""
    note = f"<p><strong>What to look for:</strong> {inline(one_line(advice))}</p>" if advice else ""
    title = inline(one_line(lessons.find_question(name).title))
    head = f"<h4><code>{name}</code> {title} <small>{_count(len(rows), 'sentence')}</small></h4>"
    return f'<article class="sentences">{head}{note}<dl>{told}</dl></article>' if rows else ""
