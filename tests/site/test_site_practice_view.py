"""Practice on a page in a browser: by keys alone, from a small task to a larger one, and kept."""

import shutil

import pytest

from dlfs.classroom.practising.drawing_tasks import KINDS
from dlfs.classroom.practising.rounds import ROUND
from dlfs.classroom.practising.task import Task
from tests.site.test_site_browser import CONTRAST, asked_elsewhere, opened, violations  # noqa: F401
from tools.site import practice

each = pytest.mark.parametrize
PAGE = "practice.html"
LESSON = "05_chain_rule_and_backpropagation.html"
KEPT = "This browser keeps nothing"
IS_SEEN = """each => { const box = each.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight; }"""


class Panel:
    """A panel of practice, used by keys alone."""

    def __init__(self, page, kind: str):
        self.page, self.kind = page, kind
        self.card = page.locator(f'.practice[data-kind="{kind}"]')

    @property
    def level(self) -> int:
        return int(self.card.locator(".level").inner_text().split()[1])

    @property
    def task(self) -> Task:
        """The task that is to be seen, found among those of its level by what is printed of it."""
        shown = tuple(self.card.locator(".given").inner_text().split("\n"))
        asked = self.card.locator(".asked").inner_text()
        [found] = [task for task in practice.tasks_of(self.kind)[self.level - 1]
                   if task.printed == (asked, *shown)]  # fmt: skip
        return found

    @property
    def said(self) -> str:
        return self.card.locator(".verdict").inner_text()

    def answer(self, *texts: str) -> str:
        """Type the texts, with Tab from field to field, and Enter; return what is said."""
        fields = self.card.locator("form input")
        fields.first.focus()
        for at, text in enumerate(texts):
            self.page.keyboard.press("Tab") if at else None
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(text) if text else self.page.keyboard.press("Delete")
        self.page.keyboard.press("Enter")
        return self.said

    def solve(self) -> str:
        return self.answer(*self.task.key)

    def miss(self) -> str:
        """Give three wrong answers; return what is said to the last one."""
        wrong = {"letter": "ABCDE", "number": ("77",), "shape": ("9,9",)}[self.task.blanks[0].form]
        text = next(text for text in wrong if text != self.task.key[0])
        return [self.answer(text) for _ in range(3)][-1]

    def go_on(self) -> None:
        self.page.keyboard.press("Enter")

    @property
    def curve(self) -> str:
        return self.card.locator(".curve svg").get_attribute("aria-label")


@pytest.fixture
def panel(opened):  # noqa: F811
    """Return a function that opens a page and gives its panel of a kind."""
    return lambda kind="backward", name=PAGE, **options: Panel(opened(name, **options), kind)


@each("kind", KINDS)
def test_right_answers_grow_the_task_and_three_wrong_ones_shrink_it(panel, kind):
    mine = panel(kind)
    assert mine.level == 1
    assert mine.solve() == "Right. Up to level 2." and mine.level == 2
    before = mine.task
    assert "Down to level" in mine.miss()
    assert mine.card.locator("[aria-invalid]").count() == 1
    # What was not solved stays in sight beside what is right.
    assert mine.task == before and f"It is: {before.blanks[0].label} = {before.key[0]}" in mine.said
    assert mine.page.evaluate("document.activeElement.textContent") == "Next task"
    mine.go_on()
    assert mine.level == 1 and mine.task != before and mine.said == ""
    assert "1, 2 (not solved)" in mine.curve
    assert mine.page.complaints == [] and asked_elsewhere(mine.page) == []


def test_a_wrong_number_is_answered_by_what_it_stands_for_and_marked(panel):
    mine = panel("backward")
    mine.solve()
    blank = mine.task.blanks[-1]
    wrong, words = next(iter(blank.wrong.items()))
    assert mine.answer(*mine.task.key[:-1], wrong).endswith(f"{blank.label}: {words}.")
    marked = mine.card.locator("[aria-invalid=true]")
    assert marked.count() == 1 and marked.input_value() == wrong
    assert mine.card.locator(".verdict").evaluate(IS_SEEN)
    assert "Right." in mine.solve() and mine.card.locator("[aria-invalid]").count() == 0
    assert mine.page.evaluate("document.activeElement.id") == "backward-1"


def test_numbers_are_read_as_those_of_questions(panel):
    mine = panel("cross-entropy")
    assert "0." in mine.task.key[0] or "." in mine.task.key[0]
    assert "cannot be read" in mine.answer("huh")
    assert "Right." in mine.answer(mine.task.key[0].replace(".", ","))


def test_what_is_empty_is_asked_for(panel):
    mine = panel("descent")
    assert "begin with the x after one step" in mine.answer("", "", "")
    assert "Right so far, 1 of 3" in mine.answer(mine.task.key[0], "", "")


def test_the_largest_task_fits_its_fields_and_shows_its_picture(panel):
    mine = panel("backward", width=390)
    for level in range(1, 9):
        assert mine.level == level
        picture = mine.card.locator(".graph img")
        picture.evaluate("each => each.decode()")
        assert picture.evaluate("each => each.naturalWidth") > 0
        assert mine.page.evaluate("document.documentElement.scrollWidth") <= 390
        mine.solve()
    assert "Once more on level 8." in mine.solve() and mine.level == 8


def test_the_curve_and_the_level_are_there_again_on_another_day_and_in_the_lesson(panel, site):
    mine = panel("backward")
    mine.solve()
    mine.solve()
    mine.page.reload()
    assert mine.level == 3 and mine.curve.endswith("one after the other: 1, 2.")
    mine.page.goto((site / LESSON).as_uri())
    assert mine.level == 3 and mine.curve.endswith("one after the other: 1, 2.")
    assert mine.card.locator(".keeps").inner_text().startswith("Your curve is kept in this browser")
    assert mine.card.locator(".curve .solved").count() == 3  # two tasks, and the key


def test_what_was_solved_is_remembered(panel):
    mine = panel("order")
    mine.solve()
    mine.page.reload()
    assert mine.level == 2


def test_the_button_says_what_it_does(panel):
    mine = panel("matmul")
    mine.solve()
    button = mine.card.locator("form button")
    assert button.inner_text() == "Check"
    mine.miss()
    assert button.inner_text() == "Next task"
    mine.go_on()
    assert button.inner_text() == "Check" and mine.level == 1


def test_tasks_that_were_there_do_not_come_again_at_once(panel):
    mine, seen = panel("order"), []
    for _ in range(practice.COUNT):
        assert mine.level == 1
        seen.append(mine.task.printed)
        mine.miss()
        mine.go_on()
    assert len(set(seen)) == practice.COUNT and mine.task.printed == seen[0]


def test_somebody_else_begins_with_the_smallest(panel):
    mine = panel("backward", LESSON)
    mine.solve()
    mine.page.get_by_role("button", name="start anew").click()
    mine.card.locator(".level", has_text="Level 1").wait_for()
    assert mine.level == 1 and mine.card.locator(".curve svg").count() == 0


def test_ten_minutes_are_a_round(panel):
    mine = panel("matmul")
    mine.page.clock.install()
    assert "minutes" not in mine.solve()
    mine.page.clock.fast_forward(1000 * ROUND + 1000)
    assert "Ten minutes are over: 2 tasks of 2 solved, the largest of level 2." in mine.solve()
    assert "minutes" not in mine.solve()


def test_a_browser_that_keeps_nothing_is_told_so_and_practises(panel):
    mine = panel("matmul")
    mine.page.add_init_script("Storage.prototype.setItem = () => { throw new Error('no room'); }")
    mine.page.reload()
    assert mine.card.locator(".keeps").inner_text().startswith(KEPT)
    mine.solve()
    assert mine.level == 2 and mine.curve.endswith(": 1.") and mine.page.complaints == []


BROKEN = {
    "3": 1, '"abc"': 1, "null": 1, '{"backward": 7}': 1,
    '{"backward": [0, 99, "2", null, 1.5, 2]}': 3, '{"backward": ["x"]}': 1,
}  # fmt: skip


def test_a_store_of_somebody_elses_making_does_no_harm(panel):
    mine = panel("backward")
    for broken, level in BROKEN.items():
        shelf = f'{{"now": 0, "people": [{{"name": "", "answers": {{}}, "practice": {broken}}}]}}'
        mine.page.evaluate("text => localStorage.setItem('dlfs-course', text)", shelf)
        mine.page.reload()
        assert mine.level == level
        assert "Right." in mine.solve() and mine.page.complaints == []


def test_practice_stands_in_no_table(panel):
    mine = panel("backward", LESSON)
    before = mine.page.locator(".kept").inner_text()
    mine.solve()
    mine.page.reload()
    assert mine.page.locator(".kept").inner_text() == before and before.startswith("0 of")


def test_without_a_script_there_are_tasks_on_paper(opened):  # noqa: F811
    page = opened(PAGE, java_script_enabled=False)
    card = page.locator('.practice[data-kind="backward"]')
    assert not card.locator("form").is_visible() and not card.locator(".curve").is_visible()
    first = practice.tasks_of("backward")[0][0]
    assert first.given[-1] in card.locator("pre:visible").first.inner_text()
    right = card.locator("details p").first
    assert not right.is_visible()
    card.locator("summary").first.click()
    assert right.is_visible() and f"value of L = {first.key[0]}" in right.inner_text()
    assert card.locator("img").first.evaluate("each => each.naturalWidth") > 0


@each("options", [{}, {"color_scheme": "dark"}, {"width": 360}], ids=["wide", "dark", "narrow"])
def test_axe_finds_nothing_serious_in_practice_that_is_under_way(panel, options):
    mine = panel("backward", **options)
    mine.solve()
    mine.miss()
    mine.go_on()
    mine.answer("77")
    assert mine.card.locator("[aria-invalid]").count() == 1
    ours = {} if "width" not in options else {"rules": {CONTRAST: {"enabled": False}}}
    assert violations(mine.page, **ours) == []


def test_axe_finds_a_field_without_a_label(panel):
    mine = panel("backward")
    mine.page.evaluate("document.querySelectorAll('.blanks label').forEach(one => one.remove())")
    assert any(found.startswith("label:") for found in violations(mine.page))


# What is planted in the script, and the test that has to find it.
FAULTS = [
    ("keepPractised(practice.kind, practice.levels.length, entry);", "",
     test_what_was_solved_is_remembered),
    ('textContent = "Check";', 'textContent += "";', test_the_button_says_what_it_does),
    ("fieldsOf(panel.form)[0].focus();", "",
     test_a_wrong_number_is_answered_by_what_it_stands_for_and_marked),
    ("if (told.includes(", "if (false && told.includes(",
     test_a_wrong_number_is_answered_by_what_it_stands_for_and_marked),
    ("panel.isOver = entry < 0;", "", test_the_button_says_what_it_does),
    ("% tasks.length", "% 1", test_tasks_that_were_there_do_not_come_again_at_once),
    ("Array.isArray(found) ? found.filter(isLevel)", "found ? found",
     test_a_store_of_somebody_elses_making_does_no_harm),
    ("Date.now() / 1000", "0", test_ten_minutes_are_a_round),
    ("last > 0 ? 1 : -1", "last > 0 ? 1 : 0", test_the_button_says_what_it_does),
]  # fmt: skip


@each("right, wrong, proof", FAULTS, ids=lambda one: getattr(one, "__name__", one))
def test_a_planted_fault_is_found(site, opened, tmp_path, right, wrong, proof):  # noqa: F811
    for name in (PAGE, "site.css", "math.css"):
        shutil.copy(site / name, tmp_path)
    shutil.copytree(site / "practice", tmp_path / "practice")
    script = (site / "site.js").read_text(encoding="utf-8")
    assert right in script
    (tmp_path / "site.js").write_text(script.replace(right, wrong), encoding="utf-8")
    with pytest.raises((AssertionError, ValueError, IndexError)):
        proof(lambda kind="backward": Panel(opened(tmp_path / PAGE), kind))
