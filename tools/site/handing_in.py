"""What a page needs to keep its answers and to save a table of them."""

import html
import json

from dlfs.classroom import lessons
from dlfs.classroom.keeping.names import LONGEST, LONGEST_IN_A_FILE
from dlfs.classroom.keeping.reporting import FORMULA, HEADINGS, kind_of

CARD = f"""\
<div class="card answers" role="group" aria-labelledby="your-answers">
<p class="card-title" id="your-answers">Your answers</p>
<p class="kept" role="status"></p>
<p class="field"><label for="your-name">Your name, for the table</label>
<input type="text" id="your-name" autocomplete="off" maxlength="{LONGEST}"></p>
<p><button type="button" class="save">Save as a table</button>
<button type="button" class="anew">Somebody else: start anew</button></p>
</div>"""


def table_data() -> dict:
    """Return what the script needs to write a table as `report` does, as plain data."""
    return {"headings": HEADINGS, "formula": FORMULA, "longestInAFile": LONGEST_IN_A_FILE}


def answered(number: str) -> str:
    """Return the attributes of a lesson's page: its number, and its ids with their kinds."""
    ids = [(name, kind_of(name)) for name in lessons.lesson(number).ids]
    return f' data-lesson="{number}" data-ids="{html.escape(json.dumps(ids))}"'
