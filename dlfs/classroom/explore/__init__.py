"""The explorers: pictures that answer when you move a control.

Each one carries a question. Predict first, then move the control, then read the sentence below it.
"""

from dlfs.classroom.explore.ball import Ball as ball
from dlfs.classroom.explore.chain import Chain as chain
from dlfs.classroom.explore.cross_entropy import CrossEntropy as cross_entropy
from dlfs.classroom.explore.descent import Descent as descent
from dlfs.classroom.explore.nudge_size import NudgeSize as nudge_size
from dlfs.classroom.explore.graph import Graph as graph
from dlfs.classroom.explore.learning_rate import LearningRate as learning_rate
from dlfs.classroom.explore.line import Line as line
from dlfs.classroom.explore.look_ahead import LookAhead as look_ahead
from dlfs.classroom.explore.machines import Machines as machines
from dlfs.classroom.explore.messages import Messages as messages
from dlfs.classroom.explore.moved_point import MovedPoint as moved_point
from dlfs.classroom.explore.pixels import Pixels as pixels
from dlfs.classroom.explore.poll import Poll as poll
from dlfs.classroom.explore.registry import Registry as registry
from dlfs.classroom.explore.softmax import Softmax as softmax
from dlfs.classroom.explore.stair import Stair as stair
from dlfs.classroom.explore.too_well import TooWell as too_well
from dlfs.classroom.explore.touch import Touch as touch
from dlfs.classroom.explore.training import Training as training
from dlfs.classroom.explore.valley import Valley as valley
from dlfs.classroom.explore.xor import Xor as xor

__all__ = [
    "ball", "chain", "cross_entropy", "descent", "graph", "learning_rate", "line", "look_ahead",
    "machines", "messages", "moved_point", "nudge_size", "pixels", "poll", "registry", "softmax",
    "stair", "too_well", "touch", "training", "valley", "xor",
]
