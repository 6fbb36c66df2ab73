"""Files that come with Citera, such as weights, each told by its hash."""

import hashlib
from pathlib import Path

from vectorstore.errors import ModelUnavailable


def read_shipped(path: Path, sha256: str, named: str) -> bytes:
    """The content of a file; `named` is how errors name what is in it, in the plural.

    Raises `ModelUnavailable` where it is missing or is not the one expected.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelUnavailable(
            f"{named} cannot be read ({error}). Install Citera again."
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelUnavailable(f"{named} in {path} are damaged. Install Citera again.")
    return data
