"""Practice without end: tasks that are drawn, for the head, with an answer to each wrong number."""

from dlfs.classroom.practising.practise import practise

__all__ = ["practise"]
