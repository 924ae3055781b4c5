"""The reports that a class handed in: one table, and an account of every file and every row."""
