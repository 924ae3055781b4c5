"""The lessons as assignments that nbgrader hands out, collects and grades."""
