"""The questions of the lessons for Moodle's question bank."""
