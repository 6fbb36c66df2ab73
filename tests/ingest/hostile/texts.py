"""Hostile files of the formats that are plain text: prose, Markdown, tables, JSON, subtitles."""

import json
from collections.abc import Callable

from tests.ingest.story import FIRST

Files = dict[str, Callable[[], bytes]]
"""What makes each file, by its name, whose ending tells its format."""

_MANY, _FEW = 100_000, 20_000


def _text(text: str) -> Callable[[], bytes]:
    return lambda: text.encode("utf-8", "surrogatepass")


def _repeated(text: str, times: int = _MANY) -> Callable[[], bytes]:
    return lambda: f"{FIRST}\n\n{text * times} {FIRST}".encode()


PROSE: Files = {
    "marks on one letter.txt": _repeated("\u0301\u0327"),
    "spaces.txt": _repeated(" "),
    "tabs and spaces before line ends.txt": _repeated(" \t" * 50 + "\n", 2000),
    "soft hyphens and spaces.txt": _repeated("\u00ad ", 50_000),
    "joiners.txt": _repeated("\u200d\u200c", 50_000),
    "bullets of Word.txt": _repeated("\uf0b7 \n", 3_000),
    "bullets of Word on a line.txt": _repeated("\uf0b7", 10_000),
    "a bullet of Word and spaces.txt": lambda: f"{FIRST}\uf0b7{' ' * _MANY}\n\n{FIRST}".encode(),
    "line ends.txt": _repeated("\n"),
    "brackets.txt": _repeated("(", _FEW),
    "quotation marks.txt": _repeated('" ', _FEW),
    "guillemets.txt": _repeated("» « ", _FEW),
    "full stops.txt": _repeated(".", _FEW),
    "initials.txt": _repeated("A.", _FEW),
    "one word.txt": _repeated("a", _FEW),
    "bars.txt": _repeated("a | ", _FEW),
    "mojibake.txt": _repeated("Ã©â€™", _FEW),
    "directions.txt": _repeated("\u202e\u2067א", _FEW),
    "dates.txt": lambda: b"date 2020-99-99 " + b"1/2/" * _FEW,
    "heads.txt": lambda: b"title: a\n" * 2000 + FIRST.encode(),
    "half pairs.txt": lambda: "\ud83d".encode("utf-16-le", "surrogatepass") * _MANY,
    "mark of order alone.txt": lambda: b"\xff\xfe",
    "escape sequences.txt": _repeated("\x1b$B!!", 5_000),
}

_ANCHORS = "\n".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}' if level else 'lol'] * 9)}]"
    for level in range(10)
)

MARKDOWN: Files = {
    "brackets.md": _repeated("[", 10_000),
    "pictures.md": _repeated("![", 5_000),
    "links.md": _repeated("[a](", 5_000),
    "stars.md": _repeated("*a **a ", 3_000),
    "underscores.md": _repeated("_a __a ", 3_000),
    "quotations in quotations.md": _repeated(">", 5_000),
    "lists in lists.md": lambda: "".join(f"{'  ' * n}- a\n" for n in range(400)).encode(),
    "backticks.md": lambda: " ".join("`" * n for n in range(700)).encode(),
    "fences.md": _repeated("```\n", 20_000),
    "comments.md": _repeated("<!--", 30_000),
    "tags.md": _repeated("<a b=", 5_000),
    "entities.md": _repeated("&#x110000;&lol", 5_000),
    "references.md": _repeated("[a]: <", 5_000),
    "a table of many columns.md": lambda: (
        "|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "|b|\n" * 300
    ).encode(),
    "aliases of aliases.md": _text(f"---\ntitle: *a9\n{_ANCHORS}\n---\n{FIRST}"),
    "aliases.md": _text(f"---\n{_ANCHORS}\ntitle: *a9\n---\n{FIRST}"),
    "deep front matter.md": _text(f"---\ntitle: {'[' * 800}\n---\n{FIRST}"),
    "deep TOML.md": _text(f"+++\ntitle = {'[' * 5000}\n+++\n{FIRST}"),
    "TOML of a huge number.md": _text(f"+++\ntitle = {'9' * 5000}\n+++\n{FIRST}"),
    "TOML of no date.md": _text(f"+++\ndate = 2020-02-31\n+++\n{FIRST}"),
}

TABLES: Files = {
    "a million columns.csv": lambda: b"text" + b"," * 1_000_000 + b"\nThe end.\n" + b"a\n" * 2000,
    "20,000 rows of nothing.csv": lambda: b"text,title\n" + b",\n" * 20_000,
    "a quotation mark alone.csv": lambda: b'text\n"' + FIRST.encode() + b"\n" * _MANY,
    "zero bytes.csv": lambda: b"text,title\n" + b"\0,\0\n" * 100,
    "columns of one name.csv": lambda: b"text" + b",text" * _MANY + b"\na\n",
    "a field of 33 MB.tsv": lambda: b"text\n" + b"a" * (33 * 2**20),
    "a column of many words.csv": lambda: ("\u00a0" * _MANY + "text\nThe end.\n").encode(),
}

JSON: Files = {
    "deep.json": lambda: b'{"text": ' * 5_000,
    "a deep author.json": lambda: (
        f'{{"text": "{FIRST}", "author": {"[" * 900}{"]" * 900}}}'.encode()
    ),
    "20,000 numbers.json": lambda: b"[" + b"1," * 20_000 + b"1]",
    "a huge number.json": lambda: b'{"text": "a", "date": ' + b"9" * 5000 + b"}",
    "no numbers.json": lambda: (
        b'[{"text": "a word", "date": NaN, "title": -Infinity, "id": 1e999}]'
    ),
    "half pairs.json": lambda: (
        b'{"text": "\\ud83d and \\ude00", "title": "\\udcff", "url": "\\ud800", "id": "\\ud800"}'
    ),
    "other kinds.json": lambda: json.dumps(
        [{"text": each} for each in (1, None, [], {}, True, [FIRST])]
        + [{"text": FIRST, "title": {"name": {"name": [1]}}, "source": [], "id": {}}]
    ).encode(),
    "many times one key.json": lambda: b"{" + b'"text": "a",' * _MANY + b'"text": "a"}',
    "deep.jsonl": lambda: (b"[" * 5000 + b"\n") * 20 + b'{"text": "The end."}\n',
    "a line of 33 MB.jsonl": lambda: b'{"text": "' + b"a" * (33 * 2**20) + b'"}\n',
    "20,000 lines of nothing.jsonl": lambda: b"1\n" * 20_000,
}

_CUE = "00:00:0{0}.000 --> 00:00:0{0}.900\n{1}\n\n"

SUBTITLES: Files = {
    "speakers.vtt": _text("WEBVTT\n\n" + _CUE.format(1, "<v " * 50_000)),
    "classes.vtt": _text("WEBVTT\n\n" + _CUE.format(1, "<v." * 20_000)),
    "a speaker of spaces.vtt": _text("WEBVTT\n\n" + _CUE.format(1, f"<v{' ' * 50_000}")),
    "tags.vtt": _text("WEBVTT\n\n" + _CUE.format(1, "<" * 50_000 + "{\\" * 50_000)),
    "arrows.vtt": _text("WEBVTT\n\n" + "-->" * 50_000),
    "many lines that stay.vtt": _text(
        "WEBVTT\n\n"
        + "".join(_CUE.format(n, "\n".join(f"{n}{line}" for line in range(3000))) for n in (1, 2))
    ),
    "late.vtt": _text(f"WEBVTT\n\n{'9' * 5000}:00:01.000 --> {'9' * 5000}:00:02.000\n{FIRST}\n"),
    "late.srt": _text(f"1\n99999999:00:01,000 --> 99999999:00:02,000\n{FIRST}\n"),
    "backwards.srt": _text(f"1\n00:00:09,000 --> 00:00:01,000\n{FIRST}\n"),
    "minutes of 99.srt": _text(f"1\n99:99:99,999 --> 99:99:99,999\n{FIRST}\n"),
    "a number of many digits.srt": _text(f"{'9' * _MANY}\n00:00:01,000 --> 00:00:02,000\nA\n"),
    "colons.srt": _text("1\n" + "1:" * 50_000 + " --> \nA\n"),
    "notes.vtt": _text("WEBVTT\n\n" + "NOTE\n\nSTYLE\n\n" * 20_000),
}
