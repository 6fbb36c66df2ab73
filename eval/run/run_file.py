"""Run files: the JSON of a finished run, and the outcomes of an unfinished one."""

from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from filelock import FileLock, Timeout
from pydantic import ValidationError

from eval.atomic_write import write_atomically
from eval.run.outcomes import Outcome, Run
from vectorstore.errors import CiteraError


def write_run(run: Run, path: Path) -> None:
    """Write a run as JSON. Raises `CiteraError` if the file cannot be written."""
    write_atomically(path, run.model_dump_json(indent=1))


def read_run(path: Path) -> Run:
    """Read a run from JSON. Raises `CiteraError` if the file is not a run."""
    try:
        return Run.model_validate_json(path.read_bytes())
    except OSError as error:
        raise CiteraError(f"The run {path} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        raise CiteraError(
            f"{path} does not hold a run of this version of Citera. Make it anew with"
            f" `citera eval --json {path}`."
        ) from error


class UnfinishedRun:
    """Outcomes of a run so far, one line each in a file, so that a killed run can be resumed.

    The file is locked for one process: entering raises `CiteraError` while another one holds it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # The lock file is left on purpose: removing it races with a process that waits for it.
        self._lock = FileLock(path.with_suffix(".lock"))
        self.outcomes: dict[str, Outcome] = {}
        """Outcomes by question id, without faults, whose questions are asked again."""

    def __enter__(self) -> "UnfinishedRun":
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise CiteraError(
                "The same evaluation is running in another process. Wait for it to end, or change"
                " an option."
            ) from error
        self._file: BinaryIO = self._path.open("a+b")
        self._read()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        if kind is None or not self.outcomes:
            self._path.unlink()
        self._lock.release()

    def append(self, outcome: Outcome) -> None:
        """Add an outcome; its line is written before this returns."""
        self._file.write(outcome.model_dump_json().encode() + b"\n")
        self._file.flush()
        self.outcomes[outcome.question.id] = outcome

    def _read(self) -> None:
        self._file.seek(0)
        whole, _, torn = self._file.read().rpartition(b"\n")
        if torn:  # a line that the end of the process cut off
            self._file.truncate(len(whole) + 1 if whole else 0)
        for line in whole.splitlines():
            outcome = Outcome.model_validate_json(line)
            if outcome.fault is None:
                self.outcomes[outcome.question.id] = outcome
