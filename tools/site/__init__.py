"""Writes the static edition: the lessons as web pages that need no installation and no network.

`make site` writes them into dist/site/. Words, code, outputs and figures come from the notebooks,
questions from the lessons' files, and the explorers are asked for their pictures.
"""
