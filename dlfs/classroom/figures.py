"""What copies of lessons made before the rooms import from here; it stands in `drawing`."""

from dlfs.classroom.drawing import *  # noqa: F403
