"""Feedback file: readers' judgements of answers in JSON Lines, the newest last."""

import json
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from ui.web.state.exchange import Exchange


def keep_feedback(file: Path, exchange: Exchange) -> None:
    """Append a reader's judgement of an answer, with the answer.

    A later comment appends a second line, with the judgement and the comment.
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
