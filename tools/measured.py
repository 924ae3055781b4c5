"""Lines that were measured on the machine that stored them: nobody compares them, and they prove
nothing. They begin with `machines.HERE`; tests/course/nbval_sanitize.cfg says the same to nbval.
"""

import re

from dlfs.classroom.machines import HERE

# In a notebook's file a line ends with a backslash or a quotation mark.
LINE = re.compile(re.escape(HERE) + r'[^\n"\\]*')


def without_measured(text: str) -> str:
    """Return the text, what was measured left out of it."""
    return LINE.sub(HERE, text)
