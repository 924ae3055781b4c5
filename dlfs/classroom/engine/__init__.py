"""The room of the learner's own engine: its parts, the file they grow into, and its last proofs."""

from dlfs.classroom.engine.keep import keep
from dlfs.classroom.engine.operations import BinaryOperation, UnaryOperation
from dlfs.classroom.engine.trial import trial

__all__ = ["BinaryOperation", "UnaryOperation", "keep", "trial"]
