"""The worker's side: answers requests, one after the other, until the ingest has ended."""

import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO, Any

from ingest.isolation.child import own_channels
from ingest.isolation.messages import from_line, to_line
from vectorstore.errors import CiteraError

RESULT, REFUSED, FAILED, END = "result", "refused", "failed", "end"
"""Kinds of replies: a result, an error for users in place of the rest, an internal error (its
traceback), and the end of the results."""

Work = Callable[[Any], Iterator[Any]]
"""Gives the results of a request; both are what JSON can hold."""


def serve(begin: Callable[[Any], Work]) -> None:
    """Answer the requests on standard input with replies on standard output.

    The first line of the input is no request: `begin` makes the work of what it holds.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the ingest decides what Ctrl-C ends
    requests, replies = own_channels(0, 1)
    with suppress(BrokenPipeError):  # the ingest was killed
        _answer(requests, replies, begin)


def _answer(requests: IO[bytes], replies: IO[bytes], begin: Callable[[Any], Work]) -> None:
    work: Work | None = None
    for line in requests:
        if work is None:
            work = begin(from_line(line))
            continue
        for reply in _replies(work, from_line(line)):
            replies.write(to_line(reply))
            replies.flush()


def _replies(work: Work, request: Any) -> Iterator[list[Any]]:
    try:
        for result in work(request):
            yield [RESULT, result]
    except CiteraError as error:
        yield [REFUSED, str(error)]
    except Exception:
        yield [FAILED, traceback.format_exc()]
    else:
        yield [END, None]
