"""Markdown: texts of articles and models that stay text where Markdown is rendered."""

import re

from assistant.text.printable import printable_line

# Punctuation that Markdown, or HTML or a formula inside it, would read as markup.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
# What makes a list of a paragraph, or a rule across the page.
_LIST = re.compile(r"^(\d{1,9}(?=[.)](?: |$))|(?=[-+](?: |$)|---))")
# Where an image, the target of a link, or a tag of HTML begins.
_TARGET = re.compile(r"(?<=!)(?=\[)|(?<=\])(?=\()|(?<=<)(?=[A-Za-z/!?])")
# The label that defines a target: at the start of a line, of a quotation or of an item of a list.
_LABEL = re.compile(
    r"^(?:[^\S\n]|[>*+\-\d.):|])*\[(?:[^\[\]\\]|\\.){1,999}\](?=:)", re.MULTILINE | re.DOTALL
)


def escape_markdown(text: str) -> str:
    """The text on one line, so that Markdown renders it as it is."""
    line = printable_line(" ".join(text.split()))
    return _LIST.sub(r"\1\\", _MARKUP.sub(r"\\\1", line))


def without_targets(text: str) -> str:
    """Markdown whose images, links and tags are broken by a space; a bare address stays.

    For texts that are read as they are by some and rendered by others: rendering loads nothing.
    A backslash would not do, as the text may have one before it that makes the two a backslash.
    """
    return _TARGET.sub(" ", _LABEL.sub(r"\g<0> ", text))
