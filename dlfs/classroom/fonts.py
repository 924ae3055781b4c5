"""Keeps matplotlib from saying, in red, that it looks for the fonts of a new machine.

It says so when it is imported: the classroom imports this file first.
"""

import logging

logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
