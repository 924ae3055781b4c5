"""The room of the learner's own engine: its parts, and the file `my/engine.py` that they grow into."""

from dlfs.classroom.engine.keep import keep
from dlfs.classroom.engine.opened import beside_the_library, open_engine

__all__ = ["beside_the_library", "keep", "open_engine"]
