"""The cell that installs the course in a notebook that lies somewhere else.

Beside the wheel of the class zip it needs a network only for what Jupyter's own machine lacks:
NumPy, matplotlib and ipywidgets. Where the notebook came alone, it needs a network and an address.
"""

import json

from tools.course import repository

ID = "install"
CELL = '''\
# Run this once. Where the course is installed already, it does nothing.
import importlib
from importlib.util import find_spec
from pathlib import Path

if find_spec("dlfs") is None:
    beside = sorted(str(path.resolve()) for path in Path().glob("dlfs_course-*.whl"))
    course = f"{beside[-1]}[hosted]" if beside else "@ONLINE@"
    if not course:
        raise FileNotFoundError("The file dlfs_course-...whl of the class zip belongs beside this.")
    %pip install --quiet "$course"
    importlib.invalidate_caches()
'''
ONLINE = "dlfs-course[hosted] @ git+{}"


def source(address: str | None = None) -> str:
    """Return the cell's text; `address` is where the course is published, or None."""
    return CELL.replace("@ONLINE@", ONLINE.format(address) if address else "").rstrip("\n")


def with_install_cell(copy: str, address: str | None = None) -> str:
    """Return a student's copy with the cell below its header."""
    notebook = json.loads(copy)
    cell = {
        "cell_type": "code", "execution_count": None, "id": ID, "metadata": {}, "outputs": [],
        "source": source(address or repository()),
    }  # fmt: skip
    notebook["cells"].insert(1, cell)
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
