"""Migration of what the chat keeps: links and feedback are copied, and compared."""

from collections import Counter

from ui.persistence.records import Feedback, Links, Records
from ui.web.state.links import read_linked
from vectorstore.errors import CiteraError


def copy_records(source: Records, target: Records) -> tuple[int, int]:
    """Copy the links and the feedback that `target` lacks; the numbers of both in `source`.

    What is there already stays, so that a copy that was interrupted goes on. Links and lines of
    feedback that are damaged are left out. Sessions are not copied: who is logged in logs in again.

    Raises:
        CiteraError: if something cannot be read or written, or the copy is not the same.
    """
    return _copy_links(source.links, target.links), _copy_feedback(source.feedback, target.feedback)


def _copy_links(source: Links, target: Links) -> int:
    copied = 0
    for name in source.names():
        answer = source.get(name) if read_linked(source, name) else None
        if answer is None:
            continue
        if target.get(name) != answer:
            target.put(name, answer)
            _require(target.get(name) == answer)
        copied += 1
    return copied


def _copy_feedback(source: Feedback, target: Feedback) -> int:
    lines, _ = source.read()
    held = Counter(target.read()[0])
    for line in lines:
        if held[line]:
            held[line] -= 1  # the same judgement may have been made twice in a second
        else:
            target.append(line)
    _require(not Counter(lines) - Counter(target.read()[0]))
    return len(lines)


def _require(is_same: bool) -> None:
    if not is_same:
        raise CiteraError("A copy of a link or a judgement is not the same. Try again.")
