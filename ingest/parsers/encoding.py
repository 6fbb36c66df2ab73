"""Character encoding detection."""

import codecs

import regex

from ingest.errors import UnreadableSource
from ingest.metadata.language import detect_language

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Encodings that differ from Western Europe's in a few letters, such as ŕ for à. Detectors take one
# for the other; the language that the text is in tells them apart.
_LIKE_WESTERN = {"cp1250", "cp1254", "cp1257", "cp1258", "iso8859-2", "iso8859-4"}
_WESTERN_LANGUAGES = {
    *("ca", "da", "de", "en", "es", "eu", "fi", "fr", "gl", "is", "it", "nb", "nl", "nn", "pt"),
    "sv",
}
# The Encoding Standard of the web, which pages are written to, reads these names as encodings of
# Windows, which have letters such as ’ and œ where the ones named have controls or nothing.
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_NO_CODEC = {"ISO-8859-8-I": "iso8859-8", "windows-874": "cp874", "x-mac-cyrillic": "mac-cyrillic"}
# No page is in these of Python's own, of which one takes time with the square of the size.
_OF_PYTHON = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
_DETECTION_BYTES = 200_000
# Where most letters are of another script than ours, a guess from so few bytes is wrong in a tenth
# of sentences' beginnings, and from more in hardly any.
_LEAST_BYTES = 12
_OF_MAC = ("mac_roman", "mac_iceland", "mac_turkish")
_LEAST_BYTES_OF_MAC = 3
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
# Bytes that texts have in these only, and the characters of living scripts: half of what any bytes
# would give in them.
_IN_WIDE_ONLY = regex.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PRINTED = regex.compile(rb"[\x20-\x7e]")
_USUAL = regex.compile(
    r"[\t\n\r\x20-\x7e\xa0-\u06ff\u0900-\u109f\u1200-\u137f\u1780-\u17ff\u1e00-\u2044\u20a0-\u2122"
    r"\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff65\U0001f000-\U0002ffff]"
)
_USUAL_SHARE = 0.9
_HIGH = regex.compile(rb"[\x80-\xff]")
_LETTER = regex.compile(rb"[A-Za-z]")
_CONTROL = regex.compile(r"[\p{Cc}--\t\n\v\f\r\x1b\x85]", flags=regex.V1)
_TO_JIS = regex.compile(rb"\x1b\$[@B]")
_UTF8_SEQUENCE = regex.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")


def decode(data: bytes) -> str:
    """Decode `data`; the encoding is that of its byte order mark, or detected.

    Raises:
        UnreadableSource: if it is binary, invalid in its encoding, or of an unknown encoding.
    """
    encoding = detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"its encoding is broken: byte {error.start} is not {encoding}; save it as UTF-8"
        ) from error
    if len(_CONTROL.findall(text)) > 8 + len(text) / 200:
        raise UnreadableSource("it is binary, not text")
    return text


def decode_as(label: str, data: bytes) -> str:
    """Decode `data` with the encoding that a page declares, or a detected one if that fails.

    Raises:
        UnreadableSource: as `decode` does.
    """
    try:
        stated = codecs.lookup(label).name
        if stated not in _OF_PYTHON:
            return data.decode(_READ_AS.get(stated, stated))
    except (LookupError, ValueError):  # a broken encoding is a ValueError, and so is a name with \0
        pass
    return decode(data)


def detect_encoding(data: bytes) -> str:
    """Name of the encoding of `data`, which may be the beginning of a longer text.

    Raises:
        UnreadableSource: if it is binary, or of an unknown encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if data.isascii() and _TO_JIS.search(data):
        return "iso2022_jp"
    if data.isascii() and (wide := _wide(data[:_DETECTION_BYTES])):
        return wide  # Thai in UTF-16, say, which is UTF-8 as well
    if _is_utf8(data):
        return "utf-8"
    return _guess(data[:_DETECTION_BYTES])


def _is_utf8(data: bytes) -> bool:
    """Whether `data` is UTF-8, possibly with a few damaged bytes."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and len(data) >= _DETECTION_BYTES:
            return True  # the beginning of a long text, cut within a character
        sequences = _UTF8_SEQUENCE.findall(data)
        outside = sum(byte > 0x7F for byte in data) - sum(map(len, sequences))
        return len(sequences) > 10 * outside
    return b"\0" not in data


def _wide(data: bytes) -> str | None:
    """Which of UTF-16 and UTF-32, without a byte order mark, `data` is in; None if in neither."""
    # Pairs of ASCII letters would be Chinese; but not much else than letters is in such a text.
    if len(_IN_WIDE_ONLY.findall(data)) < 0.01 * len(data):
        return None
    if len(_PRINTED.findall(data)) > 0.8 * len(data):
        return None
    best, found = (_USUAL_SHARE, -len(data)), None
    for encoding in _WIDE:
        if _decodes(data, encoding):
            text = data.decode(encoding, "ignore")
            # Letters of ASCII, with their bytes swapped, are Chinese from all over the table.
            rows = len({ord(character) >> 8 for character in text})
            score = (len(_USUAL.findall(text)) / max(len(text), 1), -rows)
            if score > best:
                best, found = score, encoding
    return found


def _guess(data: bytes) -> str:
    """Encoding of a text that is neither UTF-8 nor marked."""
    from charset_normalizer import from_bytes

    if wide := _wide(data):
        return wide
    best = from_bytes(data).best()
    found = best.encoding if best else ""
    if b"\0" in data and not found:
        raise UnreadableSource("it is binary, not text")
    if found and _is_outside_web(data, found):
        return found
    if len(_LETTER.findall(data)) < len(_HIGH.findall(data)) < _LEAST_BYTES:
        raise UnreadableSource("it is too short to tell its encoding; save it as UTF-8")
    guess = _guess_of_web(data)
    if not found and not _decodes(data, guess):
        raise UnreadableSource("its encoding cannot be told; save it as UTF-8")
    return guess if _decodes(data, guess) else found


def _is_outside_web(data: bytes, found: str) -> bool:
    """Whether `data` is in an encoding that browsers do not guess, as charset-normalizer found."""
    if found in _OF_MAC:
        return len(_LETTER.findall(data)) > len(_HIGH.findall(data)) >= _LEAST_BYTES_OF_MAC
    return found.startswith(("utf_", "ascii")) and b"\0" in data


def _guess_of_web(data: bytes) -> str:
    """Python's name of the encoding that Firefox would read `data` in."""
    from chardetng_py import detect

    name = detect(data, allow_utf8=False)
    encoding = codecs.lookup(_NO_CODEC.get(name, name)).name
    encoding = _READ_AS.get(encoding, encoding)
    return "cp1252" if encoding != "cp1252" and _is_western(data, encoding) else encoding


def _is_western(data: bytes, encoding: str) -> bool:
    """Whether `data`, for which a detector says `encoding`, is in that of Western Europe."""
    if not _decodes(data, "cp1252"):
        return False
    marks = b"".join(_HIGH.findall(data)).decode("cp1252")
    # With no letter beyond ASCII there are quotation marks, one of which with the letter after it
    # is a character in encodings of East Asia: „W as Shift JIS.
    if not regex.search(r"[\p{L}\p{N}]", marks) and len(_LETTER.findall(data)) > len(marks):
        return True
    text = data.decode(encoding, "replace")
    return encoding in _LIKE_WESTERN and detect_language(text) in _WESTERN_LANGUAGES


def _decodes(data: bytes, encoding: str) -> bool:
    """Whether `data`, which may end within a character, is valid in `encoding`."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return False
    return True
