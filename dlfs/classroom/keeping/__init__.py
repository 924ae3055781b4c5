"""The room that keeps: what was answered, this sitting, and the report that is handed in."""
