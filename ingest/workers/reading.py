"""`Reading`: worker processes that read files, and what such a process runs."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from ingest.extract import PageRead
from ingest.extraction import extract_file
from ingest.isolation.limits import ParseLimits
from ingest.isolation.process import parser_process
from ingest.reading import FileRead, FileToRead, ReadItem, failed, read_file
from ingest.workers.messages import file_in, file_message, item_in, item_message
from ingest.workers.serve import Work, serve


class Reading:
    """Reads files, each parsed within `limits`; None parses them in the worker process itself."""

    module = "ingest.workers.reading"

    def __init__(self, limits: ParseLimits | None) -> None:
        self._limits = limits
        self.environment: dict[str, str] = {}

    def setup(self) -> Any:
        """The limits."""
        return self._limits and asdict(self._limits)

    def without_process(self, file: FileToRead) -> None:
        """None: every file is read by a process."""

    def request(self, file: FileToRead) -> Any:
        """The file."""
        return file_message(file)

    def result(self, file: FileToRead, reply: Any) -> ReadItem:
        """What was read."""
        return item_in(reply)

    def lost(self, file: FileToRead, reason: str) -> FileRead:
        """The file as one that could not be read, and is to be read again the next time."""
        return failed(
            FileRead(file.source, file.size),
            f"the process that read it ended each time ({reason}), perhaps for lack of memory; use"
            " fewer --workers, or split it up",
        )

    def is_passing(self, item: ReadItem) -> bool:
        """Whether it only tells how far the reading is."""
        return isinstance(item, PageRead)


def begin_reading(setup: Any) -> Work:
    """The work of a process that reads files, which `Reading` has set up."""
    limits = setup and ParseLimits(**setup)

    def read(message: Any) -> Iterator[Any]:
        file = file_in(message)
        if limits is None:
            yield from map(item_message, read_file(file, extract_file))
            return
        with parser_process(limits) as parser:
            yield from map(item_message, read_file(file, parser.extract))

    return read


if __name__ == "__main__":
    serve(begin_reading)
