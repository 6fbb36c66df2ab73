"""An ingest as a pipeline of Ray Data, on this machine or on a cluster.

Tasks read files, and stateful actors embed their articles, on a GPU where the cluster has one. Ray
Data holds the readers back where articles wait, and runs again what a process that ended was at.
Batches come to this process in the order of the files; it alone stores.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from ingest.batches import Batch, batches
from ingest.isolation.limits import ParseLimits
from ingest.isolation.messages import PAGE, READ_PAGE, from_line, to_line
from ingest.reading import FileToRead
from ingest.workers.embedding import encode
from ingest.workers.messages import batch_in, batch_message, file_message, item_in
from ingest.workers.reading import Reading, begin_reading
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from vectorstore.embedding.embedder import Embedder

_FILES = 10_000
"""Files of one run of the pipeline: what is known of all of them is in memory at once."""
_FILES_A_TASK = 8
_BLOCK_BYTES = 2**19
"""Size at which a task passes on what it has read, so that embedding begins."""
_READING_CORES = 0.25
"""Share of a core that reading takes, as embedding takes most of the time. With equal shares, Ray
would read and embed in one process."""
_ROWS = 64
"""Articles that an actor is given together, at least, where there are so many."""
_RETRIES = 2
"""How often work is begun again whose process ended, as one that the system kills for lack of
memory does. Ray Data's default is for ever; what sets it may be gone in Ray 2.64."""


def ray_batches(
    ray: Any,
    files: Iterable[FileToRead],
    limits: ParseLimits | None,
    embedder: "Embedder",
    size: int,
) -> Iterator[Batch]:
    """The articles of `files`, embedded, in batches of about `size`, in the order of the files.

    On a cluster, each node needs Citera, its models, and the files at the same paths.

    Raises:
        CiteraError: if Ray cannot go on, for instance as the model cannot be loaded.
    """
    _set_up(ray.data.DataContext.get_current())
    waiting = iter(files)
    while group := list(islice(waiting, _FILES)):
        pipeline = _pipeline(ray, group, Reading(limits).setup(), embedder.arguments, size)
        for row in _without_ray_errors(ray, pipeline.iter_rows()):
            yield batch_in(from_line(row["line"]))


def _without_ray_errors(ray: Any, rows: Iterable[Any]) -> Iterator[Any]:
    """`rows`; what ends the pipeline is told as an error for users."""
    try:
        yield from rows
    except ray.exceptions.RayError as error:
        # Ray Data adds lines to the error's own.
        reason = str(getattr(error, "cause", error)).strip().partition("\n")[0].rstrip(".")
        raise CiteraError(
            f"Ray could not go on ({reason}). What was read before is in the store: run the same"
            " command again."
        ) from error


def _set_up(context: Any) -> None:
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.target_max_block_size = _BLOCK_BYTES


def _pipeline(ray: Any, files: list[FileToRead], reading: Any, embedding: Any, size: int) -> Any:
    """A data set with a row for each batch of the articles of `files`; iterating computes it."""
    gpus = int(ray.cluster_resources().get("GPU", 0))
    rows = [{"line": to_line(file_message(each))} for each in files]
    blocks = -(-len(rows) // _FILES_A_TASK)
    read = ray.data.from_items(rows, override_num_blocks=blocks).flat_map(
        _read_row, fn_kwargs={"setup": reading}, num_cpus=_READING_CORES, max_retries=_RETRIES
    )
    return read.map_batches(
        _EmbedRows,
        fn_constructor_args=(embedding, size),
        batch_size=_ROWS,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=gpus or None),
        max_restarts=-1,
        max_task_retries=_RETRIES,
        **({"num_gpus": 1} if gpus else {"num_cpus": 1 - _READING_CORES}),
    )


def _read_row(row: dict[str, Any], setup: Any) -> Iterator[dict[str, bytes]]:
    """What is in the file that a row names, a row each."""
    for message in begin_reading(setup)(from_line(row["line"])):
        if message[0] not in (PAGE, READ_PAGE):
            yield {"line": to_line(message)}


class _EmbedRows:
    """An actor that embeds the articles in rows, with a model of its own."""

    def __init__(self, setup: Any, size: int) -> None:
        from vectorstore.embedding.embedder import Embedder

        self._embedder = Embedder.of(setup)
        self._size = size

    def __call__(self, rows: Any) -> Iterator[Any]:
        """A row for each batch."""
        import pyarrow

        items = [item_in(from_line(line)) for line in rows["line"].to_pylist()]
        for batch in batches(items, self._size):
            if batch.articles:
                batch.encoded = encode(self._embedder, batch.articles)
            line = to_line(batch_message(batch))
            yield pyarrow.table({"line": pyarrow.array([line], pyarrow.binary())})
