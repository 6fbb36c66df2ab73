"""Parses subtitles (WebVTT and SubRip) with webvtt-py: what is said, without time stamps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from io import StringIO
from typing import TYPE_CHECKING, BinaryIO

import regex

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.encoding import decode
from ingest.parsers.limits import read_limited

if TYPE_CHECKING:
    from webvtt import Caption

_TIME = regex.compile(r"(?m)^((?:\d+:)?\d{1,2}:\d{1,2}),(\d{1,3}\s*-->\s*(?:\d+:)?\d+:\d+),(?=\d)")
_LANGUAGE = regex.compile(r"(?mi)\A(?:.+\n){1,10}?Language:\s*([a-z]{2})\b")
_VOICE = regex.compile(r"<v(?:\.[^\s<>]*)?\s([^<>]+)>")
_TAG = regex.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_MUSIC = regex.compile(r"[♩♪♫♬#*\s]+")
_SENTENCE_END = regex.compile(r"[.!?…。！？؟।][\p{Pf}\p{Pe}\"']*$")
_NEW_SPEAKER = regex.compile(r"(?:[-–—]|>>|\p{Lu}[\p{Lu}\p{N} .'’-]{1,29}:)\s*\S")
_PAUSE_SECONDS = 4
_LONG_PARAGRAPH = 600
"""Characters after which a paragraph ends with its sentence."""
_LONGEST_PARAGRAPH = 2400
"""Characters after which it ends anyway; captions that a program has made have no full stops."""
_MOST_LINES = 20
"""Lines on the screen with which a new one is compared; a hostile caption has a million."""


@dataclass(slots=True)
class _Speech:
    """What is said, from some second on; the speaker is empty where none is named."""

    start: int
    end: int
    speaker: str
    text: str


def parse_subtitles(stream: BinaryIO) -> Iterator[Extract]:
    """The article in a file of subtitles; its pages are paragraphs, labelled by their times.

    Raises:
        UnreadableSource: if it holds no subtitles.
    """
    text = decode(read_limited(stream)).replace("\r\n", "\n").lstrip("\ufeff\n ")
    language = _LANGUAGE.match(text)
    parts: list[str] = []
    starts: list[int] = []
    times: list[str] = []
    length = 0
    for paragraph in _paragraphs(_once(_captions(text))):
        starts.append(length)
        times.append(_shown(paragraph.start))
        speaker = f"{paragraph.speaker}: " if paragraph.speaker else ""
        parts.append(f"{speaker}{paragraph.text}\n\n")
        length += len(parts[-1])
    yield Extract(
        "".join(parts),
        language=language[1] if language else None,
        page_starts=tuple(starts),
        page_labels=tuple(times),
        is_headed=False,
    )


def _shown(seconds: int) -> str:
    """A time as players show it, such as `0:08` or `1:02:30`."""
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def _captions(text: str) -> "list[Caption]":
    from webvtt import WebVTT
    from webvtt.errors import MalformedFileError

    try:
        if regex.match(r"\d+[^\S\n]*\n.*-->", text):
            return list(WebVTT.from_buffer(StringIO(text), format="srt").captions)
        # Some write the times of one format and the rest of the other.
        text = _TIME.sub(r"\1.\2.", text)
        text = text if text.startswith("WEBVTT") else f"WEBVTT\n\n{text}"
        captions = list(WebVTT.from_buffer(StringIO(text)).captions)
    except MalformedFileError as error:
        raise UnreadableSource(f"it holds no subtitles: {error}") from error
    if not captions:
        raise UnreadableSource("it holds no subtitles")
    return captions


def _once(captions: "Iterable[Caption]") -> Iterator[_Speech]:
    """The lines of captions; what stays on the screen, or grows there, is there once."""
    shown: list[_Speech] = []
    for caption in captions:
        before, shown = shown, []
        for line in _lines(caption):
            shown_last = before[-_MOST_LINES:]
            again = next((each for each in shown_last if _goes_on(each, line)), None)
            if again is None:
                if shown:
                    before.append(line)
                shown.append(line)
                yield line
            else:
                again.text, again.end = line.text, line.end
                shown.append(again)


def _goes_on(shown: _Speech, line: _Speech) -> bool:
    """Whether a line is one that was shown just before, or begins with it."""
    if line.start > shown.end + 1 or line.speaker != shown.speaker:
        return False
    is_open = not _SENTENCE_END.search(shown.text)
    return line.text == shown.text or (is_open and line.text.startswith(f"{shown.text} "))


def _lines(caption: "Caption") -> Iterator[_Speech]:
    # With a pattern that has a group, each speaker comes between what others and they say.
    first, *spoken = _VOICE.split(caption.raw_text)
    for speaker, said in zip(["", *spoken[::2]], [first, *spoken[1::2]], strict=True):
        for line in said.split("\n"):
            text = " ".join(unescape(_TAG.sub("", line)).split())
            if text and not _MUSIC.fullmatch(text):
                start, end = caption.start_in_seconds, caption.end_in_seconds
                yield _Speech(start, end, speaker.strip(), text)


def _paragraphs(lines: Iterable[_Speech]) -> Iterator[_Speech]:
    """Lines put together, a paragraph for each speaker and after each pause."""
    held: _Speech | None = None
    for line in list(lines):  # all of them, as lines grow while they are read
        if held is None or _begins_paragraph(held, line):
            if held is not None:
                yield held
            held = line
        else:
            held.text += f" {line.text}"
            held.end = line.end
    if held is not None:
        yield held


def _begins_paragraph(held: _Speech, line: _Speech) -> bool:
    if line.speaker != held.speaker or _NEW_SPEAKER.match(line.text):
        return True
    is_late = line.start - held.end >= _PAUSE_SECONDS
    is_whole = bool(_SENTENCE_END.search(held.text))
    size = len(held.text)
    return (is_whole and (is_late or size > _LONG_PARAGRAPH)) or size > _LONGEST_PARAGRAPH
