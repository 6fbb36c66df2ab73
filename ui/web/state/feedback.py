"""Readers' judgements of answers, kept in a file: one JSON object a line, the newest last."""

import json
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from ui.web.state.exchange import Exchange


def keep_feedback(file: Path, exchange: Exchange) -> None:
    """Append what the reader thought of an answer, with the answer itself.

    A comment that follows a judgement makes a second line, which holds both.
    """
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "liked": exchange.liked,
        "comment": exchange.comment,
        "answer": exchange.answer.model_dump(mode="json") if exchange.answer else None,
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{file}.lock"), file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
