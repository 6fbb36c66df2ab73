"""Text for a terminal: control characters are shown as escapes, and obeyed nowhere."""

import re

# Controls (C0, C1), separators of lines and paragraphs, overrides of the direction, and halves of
# surrogate pairs, which no encoding can write. What shapes or orders letters stays.
_OBEYED = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ud800-\udfff"
_IN_TEXT = re.compile(f"[{_OBEYED}]")
_IN_LINE = re.compile(rf"[\t\n{_OBEYED}]")


def printable(text: str) -> str:
    """The text with each control character but tab and line feed as an escape such as `\\u001b`.

    JSON remains the same JSON: its strings may hold what is escaped, and have the same escapes.
    """
    return _IN_TEXT.sub(_escaped, text)


def printable_line(text: str) -> str:
    """As `printable`, on one line: tab and line feed are escaped too."""
    return _IN_LINE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
