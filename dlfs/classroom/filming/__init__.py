"""The film of a function: what each of its lines does, name by name."""

from dlfs.classroom.filming.film import film

__all__ = ["film"]
