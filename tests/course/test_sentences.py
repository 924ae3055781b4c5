"""Every claim in words is in its lesson, and is true; and a false one would be seen."""

from pathlib import Path

import numpy as np
import pytest

from tools.proof import claims, denied, sentences_8_and_9
from tools.proof.pages import all_pages
from tools.proof.sentences import SAYINGS, Saying


def joined(text):
    return " ".join(text.split())


def prose(lesson):
    pages = [page for page in all_pages() if page.is_lesson and page.lesson.number == lesson]
    return joined(" ".join(pages[0].markdown))


def complaints(saying: Saying) -> list[str]:
    found = []
    if joined(saying.words) not in prose(saying.lesson):
        found.append("the lesson no longer says so: change the words here, or drop the claim")
    if not saying.holds():
        found.append("it is not true")
    return found


def test_all_files_of_claims_are_read():
    files = Path(claims.__file__).parent.glob("sentences_*.py")
    read = {one.holds.__module__ for one in SAYINGS}
    assert read == {f"tools.proof.{path.stem}" for path in files} == {one.__name__ for one in denied.WORDS}


@pytest.mark.parametrize(
    "saying",
    [pytest.param(one, marks=pytest.mark.slow if one.slow else (), id=one.holds.__name__)
     for one in SAYINGS],
)  # fmt: skip
def test_what_a_lesson_says_is_true(saying):
    assert complaints(saying) == []


def test_a_false_claim_and_a_changed_sentence_are_seen(monkeypatch):
    saying = next(one for one in SAYINGS if one.words == "Curve 4 falls in every step")
    assert complaints(Saying("08", "Curve 4 rises", saying.holds)) == [
        "the lesson no longer says so: change the words here, or drop the claim"]
    bounces = np.array([0.7, 0.4, 0.5, 0.4])
    monkeypatch.setattr(sentences_8_and_9, "trained", lambda *_: (bounces, None, None, None))
    assert complaints(saying) == ["it is not true"]
