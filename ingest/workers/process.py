"""`WorkerProcess`: a child process that does one kind of work, request by request."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from signal import Signals
from typing import Any

from ingest.isolation.child import start_module
from ingest.isolation.messages import from_line, to_line
from ingest.workers.serve import END, FAILED, REFUSED
from vectorstore.errors import CiteraError


class WorkerLost(Exception):
    """A worker process ended before its work; the text says how."""


class WorkerProcess:
    """A process that runs a module which calls `ingest.workers.serve.serve`."""

    def __init__(
        self, module: str, setup: Any, folder: str, environment: Mapping[str, str]
    ) -> None:
        try:
            self._process = start_module(module, folder, own_group=True, **environment)
        except OSError as error:
            raise CiteraError(
                f"No worker process can be started ({error}): use fewer --workers."
            ) from error
        self._send(setup)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def ask(self, request: Any) -> Iterator[Any]:
        """The results of a request.

        Raises:
            WorkerLost: if the process has ended, or ends meanwhile.
            CiteraError: if the work cannot be done, for a reason that users can mend.
        """
        self._send(request)
        while True:
            kind, content = self._reply()
            if kind == END:
                return
            if kind == REFUSED:
                raise CiteraError(content)
            if kind == FAILED:
                raise RuntimeError(f"a worker process failed:\n{content}")
            yield content

    def kill(self) -> None:
        """End the process and those that it started; may be called in any thread, and again."""
        if self._process.returncode is None and hasattr(os, "killpg"):
            with suppress(OSError):  # the group has ended
                os.killpg(self._process.pid, Signals.SIGKILL)
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        with suppress(OSError):  # a request that it has not read
            self._process.stdin.close()

    def _send(self, message: Any) -> None:
        assert self._process.stdin is not None
        # Where the process has ended, or was killed, its reply will say so.
        with suppress(OSError, ValueError):
            self._process.stdin.write(to_line(message))
            self._process.stdin.flush()

    def _reply(self) -> list[Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            self.kill()
            code = self._process.returncode
            raise WorkerLost(Signals(-code).name if code < 0 else f"exit code {code}")
        reply: list[Any] = from_line(line)
        return reply
