"""The room of the learner's own engine: its parts, and the file `my/engine.py` that they grow into."""

from dlfs.classroom.engine.keep import keep

__all__ = ["keep"]
