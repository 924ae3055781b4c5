"""The classroom: what the lessons use to ask, check and show.

Only notebooks come here. The engine in `dlfs` knows nothing of this floor.
"""

from dlfs.classroom import data, explore
from dlfs.classroom.asking import ask
from dlfs.classroom.checking import attempted, check
from dlfs.classroom.figures import figure
from dlfs.classroom.installation import check_installation, check_widgets
from dlfs.classroom.refreshing import refresher
from dlfs.classroom.reporting import report

__all__ = [
    "ask", "attempted", "check", "check_installation", "check_widgets", "data", "explore", "figure",
    "refresher", "report",
]
