"""Loads an embedding model by name."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.embedding.e5_package import prepare_e5_small
from vectorstore.embedding.hub_cache import downloaded
from vectorstore.embedding.model import EmbeddingModel
from vectorstore.embedding.progress_bars import hide_progress_bars
from vectorstore.errors import ModelUnavailable
from vectorstore.threads import wait_briefly

if TYPE_CHECKING:
    import torch

    from vectorstore.embedding.e5_model import E5Model

PACKAGED = "e5-small"
_HUB_SECONDS = 10


def load_model(name: str, cache: Path) -> EmbeddingModel:
    """Load any sentence-transformers model by id or folder, or the packaged one.

    Raises:
        ModelUnavailable: if there is no such model, or it cannot be loaded.
    """
    return _load_from_library(str(prepare_e5_small(cache)) if name == PACKAGED else name)


def load_packaged(cache: Path) -> "E5Model":
    """Load the packaged model without sentence-transformers, unpacking it into `cache` if need be.

    It takes a third of the time and less memory, and runs on the processor alone.

    Raises:
        ModelUnavailable: if it is not installed, or cannot be loaded.
    """
    _prepare_process()
    folder = prepare_e5_small(cache)
    from vectorstore.embedding.e5_model import E5Model

    try:
        return E5Model(folder, _processor_dtype())
    except Exception as error:  # whatever damaged files can raise
        raise ModelUnavailable(
            f"The embedding model in {folder} cannot be loaded ({_first_line(error)})."
            " Delete the folder: it is unpacked anew at its next use."
        ) from error


def _load_from_library(name: str) -> EmbeddingModel:
    _prepare_process()
    from sentence_transformers import SentenceTransformer

    from vectorstore.embedding.library_model import LibraryModel

    hide_progress_bars()
    kwargs: dict[str, Any] = {"model_kwargs": {"dtype": _dtype()}}
    folder = _folder(name)
    try:
        if folder is not None:
            model = SentenceTransformer(str(folder), local_files_only=True, **kwargs)
        else:
            _require_on_hub(name)
            model = SentenceTransformer(name, **kwargs)
        return LibraryModel(model)
    except Exception as error:  # whatever a model's files, its code or a hub can raise
        raise ModelUnavailable(
            f"The embedding model {name!r} cannot be loaded ({_first_line(error)})."
            " Check CITERA_EMBEDDINGS: it takes `e5-small`, a model's folder, or the id of a"
            " sentence-transformers model, for whose download a network is needed once."
        ) from error


def _prepare_process() -> None:
    """Set what the libraries read from the environment when they are loaded."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    wait_briefly()


def _folder(name: str) -> Path | None:
    """Folder of the model; None if it has to be downloaded from the hub."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    if folder.is_absolute() or name.startswith((".", "~")):
        raise ModelUnavailable(
            f"There is no folder {folder} with an embedding model. Check CITERA_EMBEDDINGS."
        )
    return downloaded(_repository(name))


def _repository(name: str) -> str:
    return name if "/" in name else f"sentence-transformers/{name}"


def _require_on_hub(name: str) -> None:
    """Raise an error of the hub's client if the hub has no model with that id."""
    from huggingface_hub import HfApi

    # One quick request: loading the model would retry for a minute.
    HfApi().model_info(_repository(name), timeout=_HUB_SECONDS)


def _dtype() -> "torch.dtype":
    """16-bit floats if the graphics processor, or else the processor, supports them."""
    import torch

    if torch.cuda.is_available():
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    return _processor_dtype()


def _processor_dtype() -> "torch.dtype":
    """16-bit floats if the processor supports them natively, else 32-bit ones."""
    import torch

    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    native = any(getattr(torch.cpu, check, bool)() for check in checks)
    return torch.bfloat16 if native else torch.float32


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
