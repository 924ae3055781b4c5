"""The room that checks: runs a learner's function, and says what is wrong with it."""
