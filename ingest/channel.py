"""`Channel`: a bounded queue between two threads; `ahead`: items produced by a thread."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from threading import Condition, Thread
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Channel(Generic[Item]):
    """A queue of at most `size` items from one thread to another, which either may close."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._items: deque[Item] = deque()
        self._changed = Condition()
        self._is_ended = False
        self._is_closed = False
        self._error: BaseException | None = None
        self.is_taken = False
        """Whether a thread has begun to take items."""

    def put(self, item: Item) -> bool:
        """Put an item, when there is room for it; False if the channel was closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or len(self._items) < self._size)
            if self._is_closed:
                return False
            self._items.append(item)
            self._changed.notify_all()
            return True

    def end(self, error: BaseException | None = None) -> None:
        """No item comes any more; an `error` is raised where those before it were taken."""
        with self._changed:
            self._is_ended, self._error = True, error
            self._changed.notify_all()

    def close(self) -> None:
        """Drop all items; whoever puts or takes one stops waiting."""
        with self._changed:
            self._is_closed = True
            self._items.clear()
            self._changed.notify_all()

    def __iter__(self) -> Iterator[Item]:
        """Take all items, until the end or until the channel is closed."""
        self.is_taken = True
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._items or self._is_ended or self._is_closed)
                if not self._items:
                    break
                item = self._items.popleft()
                self._changed.notify_all()
            yield item
        if self._error is not None and not self._is_closed:
            raise self._error


def ahead(
    items: Iterable[Item], size: int, cancel: Callable[[], None] | None = None
) -> Iterator[Item]:
    """`items`, of which a thread produces up to `size` while the caller processes earlier ones.

    `cancel` is called where the caller does not take all of them; it has to end what `items` waits
    for.
    """
    channel: Channel[Item] = Channel(size)
    thread = Thread(target=_fill, args=(channel, items), name="read-ahead", daemon=True)
    thread.start()
    try:
        yield from channel
    except BaseException:
        if cancel:
            cancel()
        raise
    finally:
        channel.close()
        thread.join()


def _fill(channel: Channel[Item], items: Iterable[Item]) -> None:
    try:
        for item in items:
            if not channel.put(item):
                return
    except BaseException as error:  # raised again in the thread that takes the items
        channel.end(error)
    else:
        channel.end()
