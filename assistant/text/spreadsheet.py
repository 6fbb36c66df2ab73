"""Text for a cell of a spreadsheet: nothing in it is run as a formula."""

import re

from assistant.text.printable import printable

# Spreadsheets of many languages part the cells of a CSV file by semicolons, so that a formula may
# begin inside a cell of ours; quotes and spaces before it, and full-width signs, are no hindrance.
_FORMULA = re.compile(r"""(?:^|(?<=[;\t\r\n]))(?=[\s"]*[-=+@＝＋－＠])""")


def cell_text(text: str) -> str:
    """The text, with `'` before all that a spreadsheet would run as a formula."""
    return printable(_FORMULA.sub("'", text))
