"""The live edition: the lessons run in the reader's browser, from one folder of files."""
