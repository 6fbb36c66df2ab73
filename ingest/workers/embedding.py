"""`Embedding`: worker processes that embed articles, and what such a process runs."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.batches import Batch
from ingest.reading import PreparedArticle
from ingest.workers.messages import encoded_in, encoded_message, item_in, item_message
from ingest.workers.serve import Work, serve
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from vectorstore.embedding.embedder import Embedder
    from vectorstore.embedding.passage_vectors import EncodedArticles


class Embedding:
    """Embeds batches of articles with the model of `embedder`, in `threads` threads a process."""

    module = "ingest.workers.embedding"

    def __init__(self, embedder: "Embedder", threads: int) -> None:
        self._arguments = embedder.arguments
        own = {"OMP_NUM_THREADS": str(threads)}
        self.environment = {key: own[key] for key in own if key not in os.environ}

    def setup(self) -> Any:
        """What the model is made of."""
        return self._arguments

    def without_process(self, batch: Batch) -> Batch | None:
        """A batch without articles, as it is."""
        return None if batch.articles else batch

    def request(self, batch: Batch) -> Any:
        """The articles of a batch."""
        return [item_message(each) for each in batch.articles]

    def result(self, batch: Batch, reply: Any) -> Batch:
        """The batch, with its vectors."""
        return replace(batch, encoded=encoded_in(reply))

    def lost(self, batch: Batch, reason: str) -> Batch:
        """Raise the error that ends the ingest; what was stored remains."""
        raise CiteraError(
            f"The process that embeds {batch.articles[0].article.source!r} and the articles after"
            f" it ended each time ({reason}), perhaps for lack of memory. What was read before is"
            " in the store: use fewer --workers, and run the same command again."
        )

    def is_passing(self, batch: Batch) -> bool:
        """No batch is."""
        return False


def begin_embedding(setup: Any) -> Work:
    """The work of a process that embeds articles, which `Embedding` has set up."""
    from vectorstore.embedding.embedder import Embedder

    embedder = Embedder.of(setup)

    def embed(message: Any) -> Iterator[Any]:
        articles = [item for item in map(item_in, message) if isinstance(item, PreparedArticle)]
        yield encoded_message(encode(embedder, articles))

    return embed


def encode(embedder: "Embedder", articles: Sequence[PreparedArticle]) -> "EncodedArticles":
    """Encode articles with a model of this process."""
    from vectorstore.embedding.passage_vectors import encode_articles

    return encode_articles(embedder, [(each.article, each.passages) for each in articles])


if __name__ == "__main__":
    serve(begin_embedding)
