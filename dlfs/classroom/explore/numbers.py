"""A number that somebody may type: read as people write it, refused in words, never changed.

A front end's own number fields drop the comma of 2,5 and the point of 3.7, and move what is too
large to the largest number, all without a word. So a number is typed as text here.
"""

import math
import re
from numbers import Real

import ipywidgets as widgets
from traitlets import HasTraits, Int, TraitError, TraitType, Unicode, validate

THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
WRITTEN = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?", re.IGNORECASE)
MINUS = chr(0x2212)


class Number(HasTraits):
    """A number from `min` to `max` with the `field` that it is typed into.

    Set it by its `value`: what it cannot be is a TraitError that says why. What is typed and cannot
    be taken leaves the value as it is, and the reason is the `complaint`. `typed` counts how often
    somebody typed something.
    """

    value = TraitType(0)
    complaint = Unicode()
    typed = Int()

    def __init__(self, label: str, low: float, high: float, value: float, whole: bool = False):
        self.label, self.min, self.max, self.whole = label, low, high, whole
        super().__init__()
        self.value = value
        self.field = widgets.Text(
            number_text(self.value), description=label, continuous_update=False,
            placeholder=f"{number_label(low)} to {number_label(high)}",
            style={"description_width": "0px"}, layout=widgets.Layout(width="72px"),
        )  # fmt: skip
        self._shown, self.handle = self.field.value, None
        self.field.observe(self._read, "value")
        self.observe(self._show, "value")

    def rename(self, label: str) -> None:
        """Take another name; `field` and, if there is one, `handle` bear it."""
        self.label = self.field.description = label
        if self.handle is not None:
            self.handle.description = label

    @validate("value")
    def _fitting(self, proposal):
        value = proposal.value
        if not isinstance(value, Real):
            raise TraitError(f"{self.label} is a number, so it cannot be {value!r}.")
        if not self.min <= value <= self.max:  # nan is refused, too
            raise TraitError(f"{self.label} goes {self._range()}, so it cannot be {value:g}.")
        if self.whole and value != int(value):
            raise TraitError(f"{self.label} is a whole number, so it cannot be {value:g}.")
        return int(value) if self.whole else value

    def _range(self) -> str:
        return f"from {number_label(self.min)} to {number_label(self.max)}"

    def _read(self, change) -> None:
        if change.new == self._shown:  # it was not typed, it is shown
            return
        self.typed, self.complaint = self.typed + 1, ""
        try:
            self.value = self._meant(change.new)
        except TraitError as error:
            self.complaint = f"{str(error)[:-1]}; it stays {number_text(self.value)}."
        self._show()

    def _meant(self, text: str) -> float:
        found = readings(self.label, text)
        fitting = [one for one in found if self.min <= one <= self.max]
        if len(fitting) > 1:
            one, other = map(number_text, fitting)
            raise TraitError(f'"{text.strip()}" may be {one} or {other}: write one of them.')
        return (fitting or found)[0]

    def _show(self, _=None) -> None:
        self._shown = number_text(self.value)
        self.field.value = self._shown


def readings(label: str, text: str) -> list[float]:
    """Return the numbers that `text` may say; a TraitError says in words why it says none.

    There are two where a comma may part the thousands or begin the decimals: 1,500.
    """
    plain = text.strip().replace(MINUS, "-")
    found = [plain.replace(",", ".")] if WRITTEN.fullmatch(plain) else []
    found += [plain.replace(",", "")] if THOUSANDS.fullmatch(plain) else []
    if not found:
        said = plain if len(plain) <= 20 else plain[:17] + "..."
        raise TraitError(f'{label} is a number, as 2.5 or 1e-3, and "{said}" is none.')
    if not math.isfinite(float(found[0])):
        raise TraitError(f'{label} cannot be as large as "{plain[:20]}".')
    return [float(one) for one in found]


def number_text(value: float) -> str:
    """Return a number with at most seven figures: nobody reads more of them."""
    return f"{value:.7g}"


def number_label(value) -> str:
    """Return a number as short as it goes, and any other value as its text."""
    return f"{value:g}" if isinstance(value, int | float) else str(value)
