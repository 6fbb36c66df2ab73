"""Checks of the models: their files against the hashes that they have to have, and loading them."""

import time
from typing import TYPE_CHECKING

from ui.session import open_assistant
from vectorstore.errors import ModelUnavailable

if TYPE_CHECKING:
    from assistant import Settings


def model_files(settings: "Settings") -> str:
    """Which model files that Citera prepared or brings have the right hash.

    Raises:
        ModelUnavailable: if one is missing or has another.
    """
    from assistant.llm import packaged_gguf
    from assistant.readers.span.weights import read_weights
    from assistant.settings import DEFAULT_EMBEDDINGS
    from vectorstore.coding import components
    from vectorstore.embedding import e5_package

    read_weights()
    components.read()
    sound = ["the reader"]
    if settings.embeddings == DEFAULT_EMBEDDINGS and e5_package.check(settings.cache):
        sound.append(settings.embeddings)
    if settings.model == "local" and packaged_gguf.check(settings.cache):
        sound.append(settings.model)
    return f"as they were made: {', '.join(sound)}"


def models(settings: "Settings") -> str:
    """How long the models take to load.

    Raises:
        ModelUnavailable: if one is not installed, or cannot be loaded.
    """
    from assistant.llm.packaged_gguf import NOT_INSTALLED

    began = time.monotonic()
    with open_assistant(settings) as assistant:
        assistant.warm_up()
        lacks_model = assistant.lacks_model
    seconds = time.monotonic() - began
    if lacks_model:
        raise ModelUnavailable(NOT_INSTALLED)
    names = " and ".join(filter(None, (settings.embeddings, settings.reranker, settings.model)))
    return f"{names}, loaded in {seconds:.1f} s"
