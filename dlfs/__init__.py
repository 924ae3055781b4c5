"""dlfs: a deep learning library, built from scratch in the lessons of this course.

The half-hour reading, in this order: graph, operations, forward, session, gradients,
backpropagation, gradient_check, train.

What training on real data needs besides: momentum, feeding, saving. What is left says what was
meant, where something does not fit: places, arguments, slips, twins, turns, errors.
"""

# Lesson 1: a graph, and running it
from dlfs.graph import Graph, Operation, Variable, constant, placeholder
from dlfs.session import Session

# Lessons 1 to 3, and 9: operations
from dlfs import operations
from dlfs.operations import *  # noqa: F403  add, matmul and the others: its __all__ names them

# Lessons 5 to 7: gradients
from dlfs.backpropagation import compute_gradients
from dlfs.gradients import RegisterGradient, registered
from dlfs.gradient_check import gradient_check

# Lesson 8: training
from dlfs import train
from dlfs.train import GradientDescentOptimizer

# What is fed
from dlfs.feeding import one_hot

# Every error is one of these
from dlfs.errors import ComputeError, DlfsError, FeedError, GradientError, GraphError

__all__ = [
    "Graph", "Operation", "Variable", "constant", "placeholder", "Session",
    *operations.__all__,
    "RegisterGradient", "compute_gradients", "registered", "gradient_check",
    "train", "GradientDescentOptimizer", "one_hot",
    "ComputeError", "DlfsError", "FeedError", "GradientError", "GraphError",
]

from dlfs import slips as _slips  # noqa: E402, F401  answers, once all names are there
