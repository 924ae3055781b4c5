"""An explorer on the page: its picture, its sentence, and the controls that move them."""

import math
from collections.abc import Iterator

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as TooLate

from tests.browser import speed
from tests.browser.notebook_page import NotebookPage

ANSWER_MS, QUICK_MS = 5_000, 400
NUMBER_FIELD = "input[type=text][placeholder*=' to ']"
SENTENCE = "[role=status]:not(.dlfs-goals *, .dlfs-prediction *)"
SHOWN = f"""output => ({{
  picture: output.querySelector('img.widget-image')?.src,
  sentence: output.querySelector('{SENTENCE}')?.textContent,
}})"""
CHANGED = f"""([output, before, part]) => {{
  const now = ({SHOWN})(output), image = output.querySelector('img.widget-image');
  const moved = part ? now[part] !== before[part]
    : now.picture !== before.picture || now.sentence !== before.sentence;
  return moved && image.complete && image.naturalWidth > 0;
}}"""


class ExplorerView:
    """The output of one cell, in which an explorer lives."""

    def __init__(self, page: Page, output: Locator, name: str) -> None:
        self.page = page
        self.output = output
        self.name = name
        self.patience = 1_500

    @property
    def picture(self) -> Locator:
        return self.output.locator("img.widget-image")

    @property
    def sentence(self) -> str:
        return self.output.locator(SENTENCE).inner_text()

    def shown(self) -> dict:
        return self.output.evaluate(SHOWN)

    def changes(self, before: dict, part: str = "picture", patience: float = ANSWER_MS) -> bool:
        """Say whether the picture, the sentence or, for "", either of them changes in time."""
        try:
            self.page.wait_for_function(
                CHANGED, arg=[self.output.element_handle(), before, part], timeout=patience
            )
        except TooLate:
            return False
        return True

    def fields(self) -> list[Locator]:
        """Return the number fields: those that show from where to where they go."""
        return self.output.locator(f"{NUMBER_FIELD}:visible").all()

    def rows(self) -> list[Locator]:
        """Return the rows with a slider in them."""
        has = self.page.locator(".noUi-handle")
        return self.output.locator(".widget-hbox:has(> .widget-slider)", has=has).all()

    def type_number(self, field: Locator, number: float) -> None:
        """Type a number into a field, as a person does, and press Enter."""
        field.click(click_count=3)
        self.page.keyboard.insert_text(f"{number:.6g}")
        self.page.keyboard.press("Enter")

    def drag(self, row: Locator, part: float) -> None:
        """Drag the handle of the slider in a row to `part` (0 to 1) of its way."""
        row.scroll_into_view_if_needed()
        handle = row.locator(".noUi-handle").bounding_box()
        way = row.locator(".noUi-base").bounding_box()
        height = handle["y"] + handle["height"] / 2
        self.page.mouse.move(handle["x"] + handle["width"] / 2, height)
        self.page.mouse.down()
        self.page.mouse.move(way["x"] + way["width"] * part, height, steps=4)
        self.page.mouse.up()

    def faults_of_typing(self) -> list[str]:
        """Return the number fields that change nothing, whatever is typed into them."""
        return self._faults([(field, self._type_into) for field in self.fields()])

    def faults_of_dragging(self) -> list[str]:
        """Return the sliders that change nothing, wherever they are dragged."""
        fields = [row.locator(NUMBER_FIELD) for row in self.rows()]
        return self._faults([(field, self._drag_beside) for field in fields])

    def _faults(self, moves: list) -> list[str]:
        """Try all moves; a control that has nothing to say as the others stand is tried again.

        Each control has to change something, and all together the picture and the sentence.
        """
        changed = [self._changed_by(move, field) for field, move in moves]
        if not all(changed):
            self._wake()
            changed = [parts or self._changed_by(move, field)
                       for parts, (field, move) in zip(changed, moves)]  # fmt: skip
        deaf = [f"{label_of(field)} changes nothing"
                for parts, (field, _) in zip(changed, moves) if not parts]  # fmt: skip
        still = {"picture", "sentence"} - set().union(*changed) if moves else set()
        return deaf + [f"no control changes the {part}" for part in sorted(still)]

    def _wake(self) -> None:
        """Press the first preset and go to the end of everything, where everything shows."""
        self.output.get_by_role("button").first.click()
        for field in self.fields():
            self.type_number(field, limits_of(field)[1])
        self.page.wait_for_timeout(500)

    def _changed_by(self, move, field: Locator) -> set[str]:
        """Return what any of the moves changes: the picture, the sentence."""
        parts = set()
        for makes_sense in move(field):
            if makes_sense:
                parts |= self._last_change
            if len(parts) == 2:
                break
        return parts

    def _type_into(self, field: Locator) -> Iterator[bool]:
        for number in numbers_for(field):
            before = self.shown()
            self.type_number(field, number)
            self._note(before)
            now = float(field.input_value())
            yield math.isclose(now, number, rel_tol=1e-3, abs_tol=0.01)

    def _drag_beside(self, field: Locator) -> Iterator[bool]:
        row = field.locator("xpath=ancestor::div[contains(@class, 'widget-hbox')][1]")
        for part in (0.2, 0.8, 0.45):
            before, number = self.shown(), field.input_value()
            self.drag(row, part)
            self._note(before)
            yield field.input_value() != number

    def _note(self, before: dict) -> None:
        """Wait for a change, and a little for its other half; remember what has changed."""
        self._last_change = set()
        if self.changes(before, "", patience=self.patience):
            self.page.wait_for_timeout(60)
            now = self.shown()
            self._last_change = {part for part in now if now[part] != before[part]}

    def deaf_rows_of_buttons(self) -> list[str]:
        """Return the rows and groups of buttons of which none changes anything."""
        groups = self.output.locator(".widget-hbox, .widget-toggle-buttons").all()
        rows = [self._buttons_of(group) for group in groups]
        deaf = [row for row in rows if row and not self._any_answers(row, QUICK_MS)]
        if deaf:
            self._wake()
        deaf = [row for row in deaf if not self._one_answers(row, 2 * self.patience)]
        if deaf:  # at the end of everything, as with all images in the batch, it may change nothing
            self.output.get_by_role("button").first.click()
        deaf = [row for row in deaf if not self._one_answers(row, 2 * self.patience)]
        return [" ".join(button.inner_text() for button in row) for row in deaf]

    def _buttons_of(self, group: Locator) -> list[Locator]:
        return [one for one in group.locator("> button, > div > button").all()
                if one.is_visible() and one.inner_text() != "Play"]  # fmt: skip

    def _any_answers(self, buttons: list[Locator], patience: float) -> bool:
        return any([self._answers_click(one, patience) for one in buttons])  # all are pressed

    def _one_answers(self, buttons: list[Locator], patience: float) -> bool:
        return any(self._answers_click(one, patience) for one in buttons)

    def _answers_click(self, button: Locator, patience: float) -> bool:
        before = self.shown()
        button.click()
        return self.changes(before, "", patience)

    def deaf_choices(self) -> list[str]:
        """Return the lists and boxes that change nothing."""
        deaf = []
        for choice in self.output.locator("select").all():
            before = self.shown()
            choice.select_option(index=choice.evaluate("one => one.selectedIndex === 1 ? 2 : 1"))
            deaf += [] if self.changes(before, "") else [label_of(choice)]
        for box in self.output.locator("input[type=checkbox]").all():
            before = self.shown()
            box.click()
            deaf += [] if self.changes(before, "") else [label_of(box)]
        return deaf

    def plays_and_stops(self) -> bool:
        """Press Play at the last step, then Stop; say whether pictures came, and came no more.

        True without Play.
        """
        button = self.output.get_by_role("button", name="Play", exact=True)
        if button.count() == 0:
            return True
        column = button.locator("xpath=ancestor::div[contains(@class, 'widget-vbox')][1]")
        steps = column.locator(NUMBER_FIELD)
        self.type_number(steps, limits_of(steps)[1])
        self.page.wait_for_timeout(500)
        before = self.shown()
        button.click()
        played = self.changes(before, patience=2 * self.patience)
        self.output.get_by_role("button", name="Stop", exact=True).click()
        button.wait_for()
        self.page.wait_for_timeout(500)
        stands = self.shown()
        self.page.wait_for_timeout(1_000)
        return played and self.shown() == stands

    def telling_field(self) -> Locator | None:
        """Return the first number field that changes the picture there and back; None if none."""
        for field in self.fields():
            first, second, *_ = numbers_for(field)
            if all(self._shows(field, number) for number in (first, second, first)):
                return field
        return None

    def _shows(self, field: Locator, number: float) -> bool:
        before = self.shown()
        self.type_number(field, number)
        return self.changes(before, patience=self.patience)

    def round_trips(self, field: Locator, count: int = 20) -> list[float]:
        """Return the milliseconds from Enter in the field to each of `count` new pictures."""
        numbers = [one for one in numbers_for(field) if one != float(field.input_value())][:2]
        self.picture.evaluate(speed.WATCH)
        for done in range(count):
            self.type_number(field, numbers[done % 2])
            self.page.wait_for_function(
                "done => window.dlfsTrips.length > done", arg=done, timeout=ANSWER_MS
            )
        return self.page.evaluate("() => window.dlfsTrips")


def label_of(control: Locator) -> str:
    """Return the visible words of the label that belongs to the control."""
    return control.evaluate("one => (one.labels?.[0] ?? one).textContent.trim()")


def limits_of(field: Locator) -> tuple[float, float]:
    """Return the smallest and the largest number that a field takes."""
    low, _, high = field.get_attribute("placeholder").partition(" to ")
    return float(low), float(high)


def numbers_for(field: Locator) -> list[float]:
    """Return numbers inside the field's limits to try, far from what it holds and each other.

    A field may refuse fractions. So they are whole, where there are three whole ones.
    """
    low, high = limits_of(field)
    if low > 0 and high / low > 50:
        found = [low * (high / low) ** part for part in (0.35, 0.7, 1, 0)]
    else:
        found = [low + (high - low) * part for part in (0.35, 0.7, 1, 0)]
    whole = low == int(low) and high == int(high) and high - low >= 2
    now = float(field.input_value())
    tidy = [float(round(number)) if whole else float(f"{number:.3g}") for number in found]
    return sorted(dict.fromkeys(tidy), key=lambda number: number == now)


def explorers_of(opened: NotebookPage) -> list[ExplorerView]:
    """Return the explorers of the notebook, from top to bottom."""
    outputs = opened.page.locator(".jp-OutputArea-output:has(img.widget-image)")
    return [ExplorerView(opened.page, output, f"explorer {number}")
            for number, output in enumerate(outputs.all(), 1)]  # fmt: skip
