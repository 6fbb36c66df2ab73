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
# Encodings that differ from Western Europe's in a few letters, such as ŕ for à. charset-normalizer
# takes one for the other; the language that the text is in tells them apart.
_LIKE_WESTERN = {"cp1250", "cp1254", "cp1257", "cp1258", "latin_1", "iso8859_2"}
_WESTERN_LANGUAGES = {
    *("ca", "da", "de", "en", "es", "eu", "fi", "fr", "gl", "is", "it", "nb", "nl", "nn", "pt"),
    "sv",
}
# Of these charset-normalizer takes one for another in short texts; kana tell what is Japanese.
_EAST_ASIAN = {"big5", "big5hkscs", "cp932", "cp949", "cp950", "euc_jp", "euc_kr", "gb18030", "gbk"}
_EAST_ASIAN |= {"gb2312", "hz", "johab", "shift_jis", "shift_jis_2004", "euc_jis_2004"}
_SHIFT_JIS = ("cp932", "shift_jis", "shift_jis_2004", "shift_jisx0213")
_JAPANESE = ("cp932", "euc_jp")
_KANA = regex.compile(r"[ぁ-ゖァ-ヺー]")
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
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_DETECTION_BYTES = 200_000
_CONTROL = regex.compile(r"[\p{Cc}--\t\n\v\f\r\x1b\x85]", flags=regex.V1)
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
        return data.decode(_READ_AS.get(stated, stated))
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def detect_encoding(data: bytes) -> str:
    """Name of the encoding of `data`, which may be the beginning of a longer text.

    Raises:
        UnreadableSource: if it is binary, or of an unknown encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if _is_utf8(data):
        return "utf-8"
    return _guess(data[:_DETECTION_BYTES])


def _is_utf8(data: bytes) -> bool:
    """Whether `data` is UTF-8, possibly with a few damaged bytes."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:
            return True  # the beginning of a text, cut within a character
        sequences = _UTF8_SEQUENCE.findall(data)
        outside = sum(byte > 0x7F for byte in data) - sum(map(len, sequences))
        return len(sequences) > 10 * outside
    return b"\0" not in data


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is not None and best.encoding in _SHIFT_JIS and not _has_kana(str(best)):
        best = from_bytes(data, cp_exclusion=[*_SHIFT_JIS]).best() or best
    if best is None:
        binary = "it is binary, not text"
        unknown = "its encoding cannot be told; save it as UTF-8"
        raise UnreadableSource(binary if b"\0" in data else unknown)
    for japanese in _JAPANESE:
        if best.encoding in _EAST_ASIAN and _has_kana(data.decode(japanese, "replace")):
            return japanese
    in_west = best.encoding in _LIKE_WESTERN and detect_language(str(best)) in _WESTERN_LANGUAGES
    return "cp1252" if in_west and _decodes(data, "cp1252") else best.encoding


def _has_kana(text: str) -> bool:
    """Whether `text` is really Japanese, about half of which is kana."""
    return text.count("\ufffd") < 3 and len(_KANA.findall(text)) > 0.2 * len(text)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
