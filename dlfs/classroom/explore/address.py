"""Where Python runs in the browser, the page's address brings the state of an explorer.

The page types what it finds in its address into a field that nobody sees. It is read, never run: it
may come from anybody.
"""

import ipywidgets as widgets
from traitlets import TraitError

from dlfs.classroom.explore.travelling import name_of, put, settings_in, values_of

FIELD = "dlfs-address"


def address_field(explorer) -> widgets.Text:
    """Return the field; it says whose it is."""
    hidden = widgets.Layout(display="none")
    field = widgets.Text(placeholder=name_of(explorer), layout=hidden)
    field.add_class(FIELD)
    field.observe(lambda change: arrive(explorer, change.new), "value")
    return field


def arrive(explorer, line: str) -> None:
    """Bring `explorer` into the state of which `line` speaks; where it speaks of none, stay.

    Functions and what the explorer was made with do not travel that way.
    """
    told, before = settings_in(line, name_of(explorer)), values_of(explorer)
    try:
        put(explorer, {name: told[name] for name in told if name in before})
    except (TraitError, TypeError, ValueError):
        put(explorer, before)
