"""Feedback file: readers' judgements of answers in JSON Lines, the newest last.

A killed process or a full disk may cut a line short. It ends there, and costs no other line.
"""

import json
import os
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

from filelock import FileLock

from ui.file_errors import explained
from ui.web.state.exchange import Exchange


def keep_feedback(file: Path, exchange: Exchange) -> None:
    """Append a reader's judgement of an answer, with the answer.

    A later comment appends a second line, with the judgement and the comment.

    Raises:
        CiteraError: if it cannot be written; the file is as it was before.
    """
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "liked": exchange.liked,
        "comment": exchange.comment,
        "answer": exchange.answer.model_dump(mode="json") if exchange.answer else None,
    }
    # A lone surrogate, which a browser may send, becomes an escape of JSON.
    text = json.dumps(line, ensure_ascii=False).encode(errors="backslashreplace")
    with explained("The judgement could not be written to CITERA_FEEDBACK", names_file=False):
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock"):
            _append(file, text + b"\n")


def read_feedback(file: Path) -> tuple[list[str], int]:
    """The lines of the feedback file, and the number of those left out as they were cut short.

    Raises:
        CiteraError: if the file cannot be read.
    """
    with explained("The feedback could not be read"):
        kept = file.read_text("utf-8", errors="replace") if file.exists() else ""
    # Not `splitlines`: a comment may hold a line separator of Unicode, which JSON need not escape.
    lines = [line for line in kept.split("\n") if line]
    whole = [line for line in lines if _is_whole(line)]
    return whole, len(lines) - len(whole)


def _append(file: Path, line: bytes) -> None:
    """Append a line, or leave the file as it was."""
    with file.open("a+b", buffering=0) as out:
        end = out.seek(0, os.SEEK_END)
        if end and not _ends_a_line(out, end):
            line = b"\n" + line  # a killed process has cut its line short
        try:
            while line:
                line = line[out.write(line) :]
            os.fsync(out.fileno())
        except OSError:
            out.truncate(end)
            raise


def _ends_a_line(file: FileIO, end: int) -> bool:
    file.seek(end - 1)
    return file.read(1) == b"\n"


def _is_whole(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
