"""The room of the learner's own engine: its parts, the file they grow into, and its last proofs."""

from dlfs.classroom.engine.keep import keep
from dlfs.classroom.engine.opened import beside_the_library, open_engine
from dlfs.classroom.engine.operations import BinaryOperation, UnaryOperation
from dlfs.classroom.engine.trial import trial

__all__ = [
    "BinaryOperation", "UnaryOperation", "beside_the_library", "keep", "open_engine", "trial",
]  # fmt: skip
