"""The classroom: what the lessons use to ask, check and show.

Only notebooks come here. The engine in `dlfs` knows nothing of this floor.
"""

from dlfs.classroom import fonts  # noqa: F401  first, before matplotlib is imported
from dlfs.classroom import data, explore
from dlfs.classroom.asking.ask import ask
from dlfs.classroom.checking.attempting import attempted
from dlfs.classroom.checking.check import check
from dlfs.classroom.checking.offering import probe
from dlfs.classroom.drawing.figures import figure
from dlfs.classroom.engine import keep, trial
from dlfs.classroom.filming import film
from dlfs.classroom.installation import check_installation, check_widgets
from dlfs.classroom.asking.refreshers import refresher
from dlfs.classroom.keeping.reporting import report
from dlfs.classroom.practising import practise

__all__ = [
    "ask", "attempted", "check", "check_installation", "check_widgets", "data", "explore", "figure",
    "film", "keep", "practise", "probe", "refresher", "report", "trial",
]
