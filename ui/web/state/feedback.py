"""Feedback: a reader's judgement of an answer, as a line of JSON with the answer."""

import json
from datetime import UTC, datetime

from ui.persistence.records import Feedback
from ui.web.state.exchange import Exchange


def keep_feedback(feedback: Feedback, exchange: Exchange) -> None:
    """Add a reader's judgement of an answer, with the answer.

    A later comment adds a second line, with the judgement and the comment.

    Raises:
        CiteraError: if it cannot be written; nothing of it is left.
    """
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "liked": exchange.liked,
        "comment": exchange.comment,
        "answer": exchange.answer.model_dump(mode="json") if exchange.answer else None,
    }
    text = json.dumps(line, ensure_ascii=False)
    # A lone surrogate, which a browser may send, becomes an escape of JSON.
    feedback.append(text.encode(errors="backslashreplace").decode())
