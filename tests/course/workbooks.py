"""A report as a spreadsheet program saves it."""

import io

import pytest


def workbook_of(lines):
    """The bytes of an .xlsx file with these lines; an empty cell is no cell."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append([None if cell == "" else cell for cell in line])
    # An answer that looks like a formula is text, as a spreadsheet keeps what it read from a file.
    for line in book.active.iter_rows():
        for cell in line:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
