"""Log lines: no text in a record begins a line of its own, or commands a terminal."""

import logging

from assistant.text.printable import printable


class OneRecordFormatter(logging.Formatter):
    """Formatter that indents all lines of a record but the first, and escapes control characters.

    An error's text may hold part of an article or a file's name: with a line break in it, it would
    read like a record of the log.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, its first line alone at the margin."""
        return printable(super().format(record)).replace("\n", "\n    ")


def keep_records_apart() -> None:
    """Format so what reaches stderr because no handler was set up for it."""
    if logging.lastResort:
        logging.lastResort.setFormatter(OneRecordFormatter())
