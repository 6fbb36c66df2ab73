"""`Assembly`: the one place that chooses the stages' implementations from the settings."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.compose.attribution import attributed
from assistant.compose.messages import model_missing, quotation_remark
from assistant.compose.phrase import ModelPhraser
from assistant.compose.translate import ModelTranslator
from assistant.llm.load import LOCAL, HostedModel, LocalModel, load_hosted, load_local
from assistant.llm.packaged_gguf import is_installed, is_prepared
from assistant.llm.usage import EXTRACTIVE, ModelUse
from assistant.llm.warm_up import read_examples
from assistant.query.decompose import split_parts
from assistant.query.rewrite import ModelRewriter, TopicRewriter
from assistant.readers.answer_verifier import ModelAnswerVerifier
from assistant.readers.catalogue import Catalogue
from assistant.readers.citing import CitingReader
from assistant.readers.span.load import SpanModelLoader
from assistant.readers.span.reader import SpanReader
from assistant.retriever import StoreRetriever
from assistant.settings import Settings
from assistant.stages import Stages
from assistant.text import places
from assistant.verify.entailment import EntailmentVerifier
from assistant.verify.grounding import GroundingVerifier
from assistant.verify.orders import OrderDetector
from assistant.verify.span_said import SpanSaidVerifier
from vectorstore.embedding.embedder import Embedder
from vectorstore.embedding.load import PACKAGED
from vectorstore.scoring.reranker import Reranker
from vectorstore.store import Store

if TYPE_CHECKING:
    import numpy as np
    from langchain_core.messages import BaseMessage
    from numpy.typing import NDArray

    from assistant.llm.hosted import Stop


_ALL_SENTENCES = 1000
"""More than the passages of one search have: the span reader reads them all."""


class Assembly:
    """Builds the stages of each question; threads may share one.

    The store is opened and chat models are loaded once, when a stage first asks for them. An open
    `store` may be shared; left out, it is the one that the settings name.
    """

    def __init__(self, settings: Settings, store: Store | None = None) -> None:
        self._settings, self._shared_store = settings, store
        self._loading = threading.RLock()
        self._opening = threading.RLock()  # another one: a search need not wait for a chat model
        self.span_model = SpanModelLoader(lambda: self.store.embedder, settings.cache)

    @property
    def store(self) -> Store:
        """The store that is asked. Raises `StoreDamaged` where it cannot be opened."""
        if self._shared_store is not None:
            return self._shared_store
        with self._opening:
            return self._opened_store

    @cached_property
    def _opened_store(self) -> Store:
        settings = self._settings
        embedder = Embedder(
            settings.embeddings, settings.cache, settings.query_prompt, settings.passage_prompt
        )
        reranker = Reranker(settings.reranker) if settings.reranker else None
        return Store.open(settings.place, embedder, reranker)

    @cached_property
    def lacks_model(self) -> bool:
        """Whether the packaged model is asked for and not installed: the articles are quoted."""
        settings = self._settings
        return settings.model == LOCAL and not (is_installed() or is_prepared(settings.cache))

    def stages(self, stop: "Stop | None" = None) -> Stages:
        """The stages for one question; cancelling `stop` drops a hosted model's reply."""
        if self._settings.model == EXTRACTIVE or self.lacks_model:
            return self._extractive()
        return self._local() if self._is_local else self._hosted(stop)

    def warm_up_reading(self) -> None:
        """Load what quotes the articles. Raises `ModelUnavailable` where it cannot be had."""
        self.span_model()

    def warm_up_chat(self) -> None:
        """Load the chat model. Raises `ModelUnavailable` where it cannot be had."""
        if self._settings.model == EXTRACTIVE or self.lacks_model:
            return
        if self._is_local:
            self.local_model()
        else:
            self.hosted_model()
        places.load()

    def yes_or_no(self) -> "Callable[[list[BaseMessage]], str] | None":
        """Gives the chat model's reply to a yes-or-no prompt, for graders; None without a model."""
        if self._settings.model == EXTRACTIVE or self.lacks_model:
            return None
        model = self.local_model().grade if self._is_local else self.hosted_model().model
        return lambda prompt: model.invoke(prompt).text

    def local_model(self) -> LocalModel:
        """The local chat model, loaded. Raises `ModelUnavailable` where it cannot be had."""
        with self._loading:
            return self._loaded_local

    def hosted_model(self) -> HostedModel:
        """The hosted chat model. Raises `ModelUnavailable` where it cannot be had."""
        with self._loading:
            return self._loaded_hosted

    @cached_property
    def _loaded_local(self) -> LocalModel:
        model = load_local(self._settings)
        read_examples(model)  # or the first question would wait for them
        return model

    @cached_property
    def _loaded_hosted(self) -> HostedModel:
        return load_hosted(self._settings)

    @property
    def _is_local(self) -> bool:
        return self._settings.model == LOCAL or self._settings.model.endswith(".gguf")

    def _extractive(self) -> Stages:
        settings = self._settings
        notice = model_missing if self.lacks_model else None
        return Stages(
            **self._common(_ALL_SENTENCES),
            model=ModelUse(EXTRACTIVE, _no_model),
            rewriter=TopicRewriter(settings.history_tokens),
            reader=SpanReader(self.span_model),
            decompose=split_parts,
            attribute=attributed,
            notice=notice,
        )

    def _local(self) -> Stages:
        settings = self._settings
        verifier = EntailmentVerifier(SpanSaidVerifier(), self.span_model)
        common = self._common(_ALL_SENTENCES) | {"verifier": verifier}
        use = ModelUse(settings.model, self.local_model)
        return Stages(
            **common,
            model=use,
            rewriter=TopicRewriter(settings.history_tokens),
            reader=SpanReader(self.span_model),
            answer_verifier=ModelAnswerVerifier(use),
            phraser=ModelPhraser(use, OrderDetector(self._packaged_vectors).gives_order),
            decompose=split_parts,
            attribute=attributed,
            translator=ModelTranslator(use),
            remark=quotation_remark,
        )

    def _hosted(self, stop: "Stop | None") -> Stages:
        settings = self._settings
        common = self._common(settings.hosted_sentences)
        use = ModelUse(settings.model, lambda: replace(self.hosted_model(), stop=stop))

        # A large model answers all parts of a question at once, and better for seeing them
        # together: it is not decomposed.
        return Stages(
            **common,
            model=use,
            rewriter=ModelRewriter(use, settings.history_tokens),
            reader=CitingReader(use),
        )

    def _packaged_vectors(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Vectors of texts by the packaged embedding model, whichever the store has."""
        embedder = self.store.embedder
        if not embedder.is_as_packaged:
            embedder = self._packaged_embedder
        return embedder.encode_queries(texts)

    @cached_property
    def _packaged_embedder(self) -> Embedder:
        return Embedder(PACKAGED, self._settings.cache)

    def _common(self, sentences: int) -> dict[str, Any]:
        """The stages that are the same whatever reads; `sentences` are given to the reader."""
        settings = self._settings
        catalogue = Catalogue(lambda: self.store, settings.top_k)
        return {
            "retriever": StoreRetriever(lambda: self.store, settings.top_k, sentences),
            "verifier": EntailmentVerifier(GroundingVerifier(), self.span_model),
            "quoter": SpanReader(self.span_model),
            "catalogue": catalogue,
            "lister": catalogue,
        }


def _no_model() -> Any:
    raise AssertionError("no stage of extractive answers asks a chat model")
