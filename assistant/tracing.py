"""Spans for OpenTelemetry: where the time of an answer goes, and no text of it.

They go nowhere unless a program has set OpenTelemetry's SDK up, as the web chat does by setting.
"""

from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import TypeVar

from opentelemetry import trace
from opentelemetry.trace import Span, Status, StatusCode, TracerProvider

T = TypeVar("T")

_NAME = "citera"
_tracer = trace.get_tracer(_NAME)


def use_provider(provider: TracerProvider) -> None:
    """Make the spans with this provider from now on, instead of with that of the program."""
    global _tracer
    _tracer = provider.get_tracer(_NAME)


def start_span(name: str) -> Span:
    """A span within the current one, to be ended by the caller."""
    return _tracer.start_span(name)


def within(span: Span) -> AbstractContextManager[Span]:
    """Make a span the current one; errors that pass are not recorded."""
    return trace.use_span(
        span, end_on_exit=False, record_exception=False, set_status_on_exception=False
    )


def fail(span: Span, error: Exception) -> None:
    """Record an error by its type: its text may quote an article."""
    span.set_status(Status(StatusCode.ERROR, type(error).__name__))


@contextmanager
def span(name: str) -> Iterator[None]:
    """Run a block, which yields nothing, in a span of its own."""
    started = start_span(name)
    try:
        with within(started):
            yield
    except Exception as error:
        fail(started, error)
        raise
    finally:
        started.end()


def in_span(name: str, items: Generator[T]) -> Generator[T]:
    """The items of a generator, unchanged, made in a span that ends with the last.

    It is the current span only while an item is made: each may be made in another thread. No item
    is None.
    """
    started = start_span(name)
    try:
        with closing(items):
            while True:
                with within(started):
                    item = next(items, None)
                if item is None:
                    return
                yield item
    except Exception as error:
        fail(started, error)
        raise
    finally:
        started.end()
