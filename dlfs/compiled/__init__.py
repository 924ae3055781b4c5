"""The compiled session: a run written down once as a program of NumPy lines, and then run as such.

Loaded when somebody asks for `Session(compiled=True)` or `session.program(...)`, not before.
"""
