"""A worker process that repeats words, or does what the words say."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.workers.serve import Work, serve
from vectorstore.errors import CiteraError


def begin(greeting: str) -> Work:
    def repeat(words: list[str]) -> Iterator[Any]:
        for word in words:
            act, _, value = word.partition(":")
            if act == "die":
                os.kill(os.getpid(), signal.SIGKILL)
            elif act == "die once" and not Path(value).exists():
                Path(value).touch()
                os._exit(7)
            elif act == "wait":
                time.sleep(float(value))
            elif act == "refuse":
                raise CiteraError(value)
            elif act == "fail":
                raise ValueError(value)
            yield f"{greeting} {word}"

    return repeat


if __name__ == "__main__":
    serve(begin)
