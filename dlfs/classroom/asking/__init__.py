"""The room that asks: questions, what an answer means, verdicts, and refreshers."""
