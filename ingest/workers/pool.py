"""`Pool`: several worker processes that share tasks, whose results come in the tasks' order."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar

from ingest.channel import Channel, ahead
from ingest.workers.process import WorkerLost, WorkerProcess

Task = TypeVar("Task")
Result = TypeVar("Result")
Asked = TypeVar("Asked", contravariant=True)

_TRIES = 3
"""How often a task is begun whose process ends before it, as one that the system kills for lack of
memory does."""


class Work(Protocol[Asked, Result]):
    """What each process of a pool does."""

    module: str
    """The module that is run in each process; it calls `ingest.workers.serve.serve`."""
    environment: dict[str, str]
    """Environment variables of the processes, besides those of this one."""

    def setup(self) -> Any:
        """What a process has to know before its first task, as JSON."""

    def without_process(self, task: Asked) -> Result | None:
        """The result of a task that needs no process; None for all others."""

    def request(self, task: Asked) -> Any:
        """The message that asks for a task."""

    def result(self, task: Asked, reply: Any) -> Result:
        """The result that a reply of the process holds."""

    def lost(self, task: Asked, reason: str) -> Result:
        """The result of a task whose process ended each time, or an error raised."""

    def is_passing(self, result: Result) -> bool:
        """Whether a result is of no use later than it is found."""


class Pool(Generic[Task, Result]):
    """Up to `count` processes, which start when there are tasks for them.

    Up to `window` tasks are begun before the results of the first are taken, and up to `buffer`
    results of each wait; then its process does. Must be stopped, or used in a `with` block.
    """

    def __init__(self, work: Work[Task, Result], count: int, window: int, buffer: int) -> None:
        self._work = work
        self._window = window
        self._buffer = buffer
        self._threads = ThreadPoolExecutor(count, "worker")
        self._folder = TemporaryDirectory(prefix="citera-", ignore_cleanup_errors=True)
        self._lock = Lock()
        self._is_stopped = False
        self._processes: set[WorkerProcess] = set()
        self._idle: SimpleQueue[WorkerProcess] = SimpleQueue()
        self._channels: set[Channel[Result]] = set()

    def __enter__(self) -> "Pool[Task, Result]":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._threads.shutdown()
        self._folder.cleanup()

    def results(
        self, tasks: Iterable[Task], cancel: Callable[[], None] | None = None
    ) -> Iterator[Result]:
        """The results of all tasks, in the order of the tasks. A thread takes the tasks.

        `cancel` is called besides where the caller does not take all results; it has to end what
        `tasks` waits for.
        """

        def stop() -> None:
            if cancel:
                cancel()
            self.stop()

        for results in ahead(map(self._begin, tasks), self._window, stop):
            yield from results

    def stop(self) -> None:
        """Kill all processes, whatever they do; may be called in any thread, and again."""
        with self._lock:
            self._is_stopped = True
            channels, processes = list(self._channels), list(self._processes)
        for channel in channels:
            channel.close()
        for process in processes:
            process.kill()

    @property
    def pids(self) -> list[int]:
        """The ids of the processes that were started and have not been found ended."""
        with self._lock:
            return [process.pid for process in self._processes]

    def _begin(self, task: Task) -> Iterable[Result]:
        """The results of a task, which a thread of the pool will have done."""
        if (result := self._work.without_process(task)) is not None:
            return [result]
        channel: Channel[Result] = Channel(self._buffer)
        with self._lock:
            if self._is_stopped:
                raise RuntimeError("the pool was stopped")
            self._channels.add(channel)
        self._threads.submit(self._do, task, channel)
        return channel

    def _do(self, task: Task, channel: Channel[Result]) -> None:
        try:
            for result in self._results(task):
                if self._work.is_passing(result) and not channel.is_taken:
                    continue
                if not channel.put(result):
                    break
        except BaseException as error:  # raised again where the results are taken
            channel.end(error)
        else:
            channel.end()
        finally:
            with self._lock:
                self._channels.discard(channel)

    def _results(self, task: Task) -> Iterator[Result]:
        """The results of a task; where its process ends, another one goes on from there."""
        request, given, reason = self._work.request(task), 0, ""
        for _ in range(_TRIES):
            process = self._idle_or_new()
            if process is None:
                return
            is_kept = False
            try:
                for reply in islice(process.ask(request), given, None):
                    given += 1
                    yield self._work.result(task, reply)
                is_kept = True
                return
            except WorkerLost as lost:
                reason = str(lost)
            finally:
                self._put_back(process, is_kept)
        yield self._work.lost(task, reason)

    def _idle_or_new(self) -> WorkerProcess | None:
        """A process without a task; None where the pool was stopped."""
        with suppress(Empty):
            return self._idle.get_nowait()
        work = self._work
        with self._lock:
            if self._is_stopped:
                return None
            process = WorkerProcess(work.module, work.setup(), self._folder.name, work.environment)
            self._processes.add(process)
            return process

    def _put_back(self, process: WorkerProcess, is_kept: bool) -> None:
        if is_kept:
            self._idle.put(process)
            return
        process.kill()
        with self._lock:
            self._processes.discard(process)
