"""Mojibake: UTF-8 that was read in another encoding and saved as UTF-8 again, repaired by ftfy."""

from dataclasses import replace

import regex

from ingest.extract import Extract

_RUN = regex.compile(r"[^\x00-\x7f]+")
_QUOTES = ("'", '"', "`")
_MARKS = ("â€", "â\x80")
"""Beginnings of curly quotation marks and dashes."""
_LETTERS_OF_A_WORD = 6  # three letters of another script than ours
# A text about encodings shows mojibake on purpose. Where a page only states its own, it is no such.
_ABOUT_ENCODINGS = regex.compile(
    r"mojibake|unicode|latin-?1\b|iso[- ]?8859|windows-?125\d|\bcp-?125\d"
    r"|(?<!(?:charset|encoding)\s*=\s*[\"']?)utf-?8",
    regex.IGNORECASE,
)


def without_mojibake(extract: Extract) -> Extract:
    """`extract` with its text repaired, and the title and author of a text that had to be.

    A title alone is too short to be sure of. Where pages begin, offsets have to stay.
    """
    text = extract.text if extract.page_starts else repaired(extract.text)
    if text == extract.text:
        return extract
    title, author = _fixed(extract.title or ""), _fixed(extract.author or "")
    return replace(extract, text=text, title=title or None, author=author or None)


def repaired(text: str) -> str:
    """`text` in its own letters if all of it is mojibake; otherwise as it is.

    A text that is right has letters that are not UTF-8 in any other encoding, as all of its letters
    would have to be. What remains are texts in ASCII that show mojibake, in quotes or code.
    """
    if text.isascii() or _ABOUT_ENCODINGS.search(text):
        return text
    fixed = _fixed(text)
    return fixed if fixed == text or _is_in_words(text) else text


def _fixed(text: str) -> str:
    from ftfy import TextFixerConfig, fix_encoding

    # Only the whole text is decoded again: parts that look wrong may be meant so.
    return fix_encoding(
        text, TextFixerConfig(decode_inconsistent_utf8=False, fix_c1_controls=False)
    )


def _is_in_words(text: str) -> bool:
    """Whether letters beyond ASCII stand in words, as they do unless mojibake is shown as such."""
    for run in _RUN.finditer(text):
        before, after = text[max(run.start() - 1, 0) : run.start()], text[run.end() : run.end() + 1]
        if before in _QUOTES and after in _QUOTES:
            continue
        if before.islower() or after.islower() or (before.isalpha() and after.isalpha()):
            return True
        if len(run[0]) >= _LETTERS_OF_A_WORD or run[0].startswith(_MARKS):
            return True
    return False
