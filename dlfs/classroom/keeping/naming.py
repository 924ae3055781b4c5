"""The field below a report that has no name yet: it asks for one, once."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from dlfs.classroom.publishing import publish
from dlfs.classroom.wording import page, plain

ASKED = 'Whose report is this? In code: `report(name="Ada Lovelace")`.'


def show(save: Callable[[str], str], link: Callable[[], str] = str) -> None:
    """Publishes the field. `save` takes the name, saves the report and returns what is said.

    `link` returns HTML that leads to the saved report, or "".
    """
    publish(page(ASKED), plain(ASKED), live_view(save, link))


def live_view(save: Callable[[str], str], link: Callable[[], str] = str) -> widgets.VBox:
    """A field for the name, a button, and a readout."""
    name = widgets.Text(placeholder="first and last name", description="Your name",
                        style={"description_width": "initial"})  # fmt: skip
    button = widgets.Button(description="Put it into the report", button_style="primary",
                            layout={"width": "auto"})  # fmt: skip
    readout = widgets.HTML()

    def save_it(_: object) -> None:
        said = save(name.value) if name.value.strip() else "Type your name first."
        readout.value = f'<div role="status">{page(said)}{link()}</div>'

    button.on_click(save_it)
    return widgets.VBox([widgets.HBox([name, button]), readout])
